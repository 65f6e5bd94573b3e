-- A person's word is never replaced by a machine's. $1 number, $2 code, $3 value, $4 source, $5 post_id or 0, $6 by, $7 now
insert into case_fact (case_id, code, value, source, post_id, by_agent, at)
select case_id, $2, $3, $4, nullif($5::bigint, 0), $6, from_ms($7) from case_file where number = $1
on conflict (case_id, code) do update
set value = excluded.value, source = excluded.source, post_id = excluded.post_id, by_agent = excluded.by_agent, at = excluded.at
where case_fact.value <> excluded.value and (case_fact.source <> 'person' or excluded.source = 'person')
returning code

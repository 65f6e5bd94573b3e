-- $1 episode, $2 case number, $3 agent, $4 now
insert into hot_link (episode, case_id, by_agent, at)
select $1, case_id, $3, from_ms($4) from case_file where number = $2 on conflict do nothing returning case_id

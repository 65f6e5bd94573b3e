-- Cases the agent follows, closed ones too; last opened first.
-- $1 agent, $2 topic or '', $3 before: opened ms or null, $4 before: case_id, $5 limit
select l.* from case_line l
where l.case_id in (select w.case_id from case_watch w join agent a on a.agent_id = w.agent_id where lower(a.name) = lower($1))
  and ($2 = '' or l.topic = $2)
  and ($3::bigint is null or (l.opened_at, l.case_id) < (from_ms($3), $4::bigint))
order by l.opened_at desc, l.case_id desc limit $5

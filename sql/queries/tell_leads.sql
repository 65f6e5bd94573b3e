-- $1 case_id, $2 kind, $3 actor, $4 text, $5 now
insert into agent_notice (agent_id, case_id, at, kind, actor, text)
select agent_id, $1, from_ms($5), $2, $3, $4 from agent
where role in ('supervisor', 'admin') and not disabled and name <> $3

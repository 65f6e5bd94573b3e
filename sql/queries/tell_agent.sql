-- $1 case_id, $2 name, $3 kind, $4 actor, $5 text, $6 now
insert into agent_notice (agent_id, case_id, at, kind, actor, text)
select agent_id, $1, from_ms($6), $3, $4, $5 from agent where name = $2 and name <> $4 and not disabled

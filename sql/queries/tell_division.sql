-- People of a division ('' = the desk) who can act. $1 case_id, $2 division, $3 kind, $4 actor, $5 text, $6 now
insert into agent_notice (agent_id, case_id, at, kind, actor, text)
select agent_id, $1, from_ms($6), $3, $4, $5 from agent
where division = $2 and role in ('agent', 'approver', 'supervisor', 'admin') and not disabled and name <> $4

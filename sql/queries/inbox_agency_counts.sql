-- $1 agent
select (select count(*) from case_watch w join agent a on a.agent_id = w.agent_id where lower(a.name) = lower($1)) as watched,
       (select count(*) from incoming_cases($1)) as incoming

-- $1 name
select agent_id, name, role, division, password_hash, disabled from agent where lower(name) = lower($1)

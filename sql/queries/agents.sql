select agent_id, name, role, division, password_hash, disabled from agent order by lower(name)

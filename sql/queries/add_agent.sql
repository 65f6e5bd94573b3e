-- $1 name, $2 role, $3 division, $4 password_hash, $5 now
insert into agent (name, role, division, password_hash, created_at) values ($1, $2, $3, $4, from_ms($5))
on conflict do nothing returning agent_id

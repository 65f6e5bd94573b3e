-- $1 token_hash, $2 agent_id, $3 client, $4 now
insert into session (token_hash, agent_id, client, created_at, seen_at) values ($1, $2, $3, from_ms($4), from_ms($4))

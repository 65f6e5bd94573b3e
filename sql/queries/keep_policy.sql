-- $1 version, $2 kind, $3 body (json), $4 now
insert into clock_policy (version, kind, body, since) values ($1, $2, $3::jsonb, from_ms($4)) on conflict do nothing

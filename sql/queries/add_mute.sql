-- $1 kind, $2 name, $3 neighborhood or null, $4 until, $5 why, $6 agent, $7 now
insert into hot_mute (kind, name, neighborhood, until_at, why, by_agent, created_at)
values ($1, $2, $3, from_ms($4), $5, $6, from_ms($7))

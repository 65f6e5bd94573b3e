-- $1 what, $2 channel, $3 not before, $4 now
insert into hot_delivery (what, channel, state, created_at, next_at) values ($1, $2, 'waiting', from_ms($4), from_ms($3))
on conflict (what, channel) do nothing returning what

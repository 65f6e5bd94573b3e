-- $1 account_key, $2 now
insert into push_state (account_key, first_at, last_at) values ($1, from_ms($2), from_ms($2))
on conflict (account_key) do update set last_at = greatest(push_state.last_at, excluded.last_at)
returning first_at = last_at as fresh

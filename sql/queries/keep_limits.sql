-- $1 account_key, $2 what the server told, $3 now
insert into account_limits (account_key, told, told_at) values ($1, $2, from_ms($3))
on conflict (account_key) do update set told = excluded.told, told_at = excluded.told_at
where account_limits.told <> excluded.told

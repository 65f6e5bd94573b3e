-- $1 account_key, $2 now, $3 ok, $4 message, $5 token_ends_at or null, $6 warnings (json list)
insert into account_health (account_key, checked_at, ok, message, token_ends_at, warnings)
values ($1, from_ms($2), $3, $4, from_ms($5), $6::jsonb)
on conflict (account_key) do update
set checked_at = excluded.checked_at, ok = excluded.ok, message = excluded.message,
    token_ends_at = excluded.token_ends_at, warnings = excluded.warnings

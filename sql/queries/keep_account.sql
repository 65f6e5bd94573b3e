-- $1 account_key, $2 handle, $3 mode, $4 now
insert into account (account_key, handle, mode, created_at, changed_at)
values ($1, $2, $3, from_ms($4), from_ms($4))
on conflict (account_key) do update set handle = excluded.handle, mode = excluded.mode, changed_at = excluded.changed_at
where (account.handle, account.mode) is distinct from (excluded.handle, excluded.mode)

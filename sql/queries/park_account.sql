-- Nothing of the account is read or sent until then; no end = until a person acts.
-- $1 account_key, $2 why, $3 until or null, $4 now
insert into account (account_key, handle, mode, parked_why, parked_until, created_at, changed_at)
values ($1, '', 'approve', $2, from_ms($3), from_ms($4), from_ms($4))
on conflict (account_key) do update
set parked_why = excluded.parked_why, parked_until = excluded.parked_until, changed_at = excluded.changed_at

-- An empty row, so that there is one to lock.
-- $1 account_key, $2 name, $3 now
insert into account_secret (account_key, name, sealed, changed_at) values ($1, $2, '', from_ms($3))
on conflict do nothing

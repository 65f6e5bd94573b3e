-- $1 account_key, $2 listen, $3 now
insert into feed (account_key, listen, created_at) values ($1, $2, from_ms($3)) on conflict do nothing

-- What was done with an account, for ever. $1 account_key, $2 now, $3 actor, $4 kind, $5 text
insert into account_event (account_key, at, actor, kind, text) values ($1, from_ms($2), $3, $4, $5)

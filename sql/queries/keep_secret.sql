-- $1 account_key, $2 name, $3 sealed, $4 now
update account_secret set sealed = $3, changed_at = from_ms($4) where account_key = $1 and name = $2

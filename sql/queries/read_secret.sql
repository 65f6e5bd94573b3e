-- $1 account_key, $2 name
select sealed from account_secret where account_key = $1 and name = $2 and sealed <> ''

-- $1 account_key
select told from account_limits where account_key = $1

-- Locked until the new reason stands. $1 account_key
select parked_why from account where account_key = $1 for update

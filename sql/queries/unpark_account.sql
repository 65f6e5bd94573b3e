-- $1 account_key
update account set parked_why = '', parked_until = null where account_key = $1 and parked_why <> ''

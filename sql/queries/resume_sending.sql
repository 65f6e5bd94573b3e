-- $1 account_key or '' for all
delete from sending_stop where account_key = $1

-- $1 account_key, $2 host
update account a set server = s.server from id_space s
where a.account_key = $1 and s.network = split_part($1, '/', 1) and s.host = $2
returning a.server

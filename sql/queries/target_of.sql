-- The post a reply answers, as stored. $1 account_key, $2 network_id
select s.*, v.raw from post_shown s
join post_version v on v.post_id = s.post_id and v.version = s.version
where s.network = split_part($1, '/', 1) and s.network_id = $2 and s.server = server_of($1)

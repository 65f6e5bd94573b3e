-- $1 network, $2 in_reply_to, $3 account_key
select exists (select from own_post where remote_id = $2 and split_part(account_key, '/', 1) = $1
                 and server_of(account_key) = server_of($3))
    or exists (select from post where network = $1 and network_id = $2 and server = server_of($3) and state = 'own') as yes

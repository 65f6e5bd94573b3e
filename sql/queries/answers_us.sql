-- $1 network, $2 in_reply_to
select exists (select from own_post where remote_id = $2 and split_part(account_key, '/', 1) = $1)
    or exists (select from post where network = $1 and network_id = $2 and state = 'own') as yes

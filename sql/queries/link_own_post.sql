-- $1 account_key, $2 remote_id, $3 intent_id
update own_post set intent_id = $3 where account_key = $1 and remote_id = $2 and intent_id is null

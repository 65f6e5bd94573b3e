-- Own posts whose id an intent already has. $1 account_key
update own_post o set intent_id = i.intent_id
from reply_intent i
where o.account_key = $1 and o.intent_id is null and i.account_key = $1 and i.remote_id = o.remote_id

-- What we have just sent is our own post before any read shows it. $1 intent_id, $2 at
insert into own_post (account_key, remote_id, in_reply_to, text, created_at, seen_at, intent_id)
select account_key, remote_id, target_post_id, body, from_ms($2), from_ms($2), intent_id
from reply_intent where intent_id = $1 and state = 'sent'
on conflict (account_key, remote_id) do update set intent_id = excluded.intent_id
where own_post.intent_id is null

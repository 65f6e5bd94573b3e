-- Of these posts, those around which something may be known: another post of the conversation, what they answer,
-- a reply of ours. $1 post ids (json list)
select p.post_id
from (select value::bigint as post_id from jsonb_array_elements_text($1::jsonb) as value) held
join post p on p.post_id = held.post_id
where p.conversation <> '' and (
        exists (select from post q where q.network = p.network and q.conversation = p.conversation
                  and q.conversation <> '' and q.post_id <> p.post_id)
        or exists (select from post q where q.network = p.network and q.network_id = p.conversation
                     and q.post_id <> p.post_id))
   or p.in_reply_to <> '' and (
        exists (select from own_post o where o.remote_id = p.in_reply_to)
        or exists (select from post q where q.network = p.network and q.network_id = p.in_reply_to))
   or exists (select from reply_intent i where i.target_post_id = p.network_id)

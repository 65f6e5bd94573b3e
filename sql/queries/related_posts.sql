-- Of these posts, those around which something may be known: another post of the conversation, what they answer,
-- a reply of ours. With a limit each look is one step in an index, never a table read once for all. $1 post ids (json list)
select p.post_id
from (select value::bigint as post_id from jsonb_array_elements_text($1::jsonb) as value) held
join post p on p.post_id = held.post_id
where p.conversation <> '' and coalesce(
        (select true from post q where q.network = p.network and q.conversation = p.conversation
           and q.conversation <> '' and q.post_id <> p.post_id limit 1),
        (select true from post q where q.network = p.network and q.network_id = p.conversation
           and q.post_id <> p.post_id limit 1), false)
   or p.in_reply_to <> '' and coalesce(
        (select true from own_post o where o.remote_id = p.in_reply_to limit 1),
        (select true from post q where q.network = p.network and q.network_id = p.in_reply_to limit 1), false)
   or coalesce((select true from reply_intent i where i.target_post_id = p.network_id limit 1), false)

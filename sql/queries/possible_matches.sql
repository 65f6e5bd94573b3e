-- Own posts that nobody claims, beside the intents with the same target. An own post older than its intent is not it;
-- five minutes are given to clocks. One that is being sent is left to the end of its attempt. Direct messages answer a conversation;
-- what was sent privately to the author of a public post stands wherever the network put it: its mark decides. $1 account_key, $2 seen since
select o.remote_id, o.text, to_ms(o.created_at) as created_ms, i.intent_id, i.state, coalesce(i.marker, '') as marker,
       i.body
from own_post o
join reply_intent i on i.account_key = o.account_key
left join post t on t.network = split_part(i.account_key, '/', 1) and t.network_id = i.target_post_id
  and t.server = server_of(i.account_key)
where o.account_key = $1 and o.intent_id is null and i.state not in ('draft', 'sending')
  and (i.state in ('queued', 'in_doubt', 'failed') or o.seen_at >= from_ms($2))
  and (o.in_reply_to = i.target_post_id
       or t.kind = 'direct_message' and o.in_reply_to in ('', t.conversation)
       or i.way <> 'reply')
  and o.created_at >= i.created_at - interval '5 minutes'
order by o.created_at, o.remote_id, i.created_at, i.intent_id

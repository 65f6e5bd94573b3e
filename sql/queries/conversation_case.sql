-- The case this post may belong to: of the post or of the reply of ours that it answers; else the author's own in
-- this conversation; else any in it. The newest of the nearest.
-- $1 network, $2 in_reply_to, $3 conversation, $4 author_id, $5 network_id, $6 account_key
with near as (
  select cp.case_id, 0 as distance from post p join case_post cp on cp.post_id = p.post_id
  where $2 <> '' and p.network = $1 and p.network_id = $2 and p.server = server_of($6)
  union all
  select i.case_id, 0 from own_post o join reply_intent i on i.intent_id = o.intent_id
  where $2 <> '' and o.remote_id = $2 and split_part(o.account_key, '/', 1) = $1
    and server_of(o.account_key) = server_of($6) and i.case_id is not null
  union all
  select cp.case_id, case when p.author_id = $4 then 1 else 2 end
  from post p join case_post cp on cp.post_id = p.post_id
  where $3 <> '' and p.network = $1 and p.server = server_of($6) and (p.conversation = $3 or p.network_id = $3) and p.network_id <> $5
)
select s.* from near n join case_shown s on s.case_id = n.case_id
order by n.distance, s.opened_at desc, s.case_id desc limit 1

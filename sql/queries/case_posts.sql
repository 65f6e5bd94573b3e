-- The conversation as far as it is known: the case's posts, what the resident said beside them, what we answered,
-- and what the first one answered. Oldest first. $1 case_id
with mine as (
  select p.post_id, p.network, p.server, p.network_id, p.conversation, p.in_reply_to, p.author_id
  from case_post cp join post p on p.post_id = cp.post_id where cp.case_id = $1
), near as (
  select post_id from mine
  union
  select q.post_id from mine m join post q on q.network = m.network and q.server = m.server and q.conversation = m.conversation
  where m.conversation <> '' and (q.author_id = m.author_id
                                  or q.state = 'own' and q.in_reply_to in (select network_id from mine))
  union
  select q.post_id from mine m join post q on q.network = m.network and q.server = m.server and q.network_id = m.in_reply_to
  where m.in_reply_to <> ''
)
select s.*, f.body as finding from post_shown s left join finding f on f.post_id = s.post_id
where s.post_id in (select post_id from near)
order by s.created_at, s.post_id limit 500

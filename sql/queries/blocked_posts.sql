-- Of the posts we hold, those whose conversation has an earlier one that another worker is deciding: the
-- answer to a question must not be decided before the question. With a limit each look stays within its conversation,
-- however long the backlog is. $1 post ids (json list)
with held as materialized (
  select value::bigint as post_id from jsonb_array_elements_text($1::jsonb) as value
)
select p.post_id from held h join post p on p.post_id = h.post_id
where p.conversation <> '' and coalesce((
  select true from post q where q.network = p.network and q.server = p.server and q.conversation = p.conversation
    and q.conversation <> '' and q.state = 'new' and (q.created_at, q.post_id) < (p.created_at, p.post_id)
    and q.post_id not in (select post_id from held)
  limit 1), false)

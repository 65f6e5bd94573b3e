-- Public posts on which something hangs: an open case, a reply in flight, a person's decision; and hidden ones of open
-- cases, which may come back. The longest due first.
-- $1 account_key, $2 now, $3 limit; in ms: $4 pace of fresh ones, $5 usual pace, $6 pace of old ones, $7 fresh until,
-- $8 usual until
with watched as (
  select cp.post_id from case_file c join case_post cp on cp.case_id = c.case_id where c.status <> 'closed'
  union
  select t.post_id from reply_intent i
  join post t on t.network = split_part($1, '/', 1) and t.network_id = i.target_post_id and t.server = server_of($1)
  where i.account_key = $1 and i.state in ('queued', 'in_doubt', 'sending', 'draft')
  union
  select post_id from post where state = 'review'
), due as (
  select p.network_id, p.post_id, coalesce(p.checked_at, p.seen_at)
      + case when p.state in ('review', 'deleted') then $6::bigint
             when p.created_at > from_ms($2 - $7::bigint) then $4::bigint
             when p.created_at > from_ms($2 - $8::bigint) then $5::bigint else $6::bigint end * interval '1 ms' as due_at
  from watched w join post p on p.post_id = w.post_id
  where p.account_key = $1 and p.kind <> 'direct_message' and p.state <> 'own' and p.gone is distinct from 'deleted'
    and (p.check_after is null or p.check_after <= from_ms($2))
)
select network_id from due where due_at <= from_ms($2) order by due_at, post_id limit $3

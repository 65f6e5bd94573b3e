-- Who was first, push or polling, of an account's posts of the last 24 hours. $1 account_key, $2 now
select count(*) as posts,
       count(*) filter (where s.at is null or s.at > p.seen_at) as polled_first,
       count(*) filter (where s.at is null and p.seen_at < from_ms($2) - interval '15 minutes') as never_pushed
from push_state f
join post p on p.account_key = f.account_key and p.seen_at >= greatest(f.first_at, from_ms($2) - interval '24 hours')
  and p.state <> 'own' and p.kind <> 'repost'
left join push_seen s on s.account_key = p.account_key and s.network_id = p.network_id
where f.account_key = $1
  -- What the first event told of was written before it.
  and (p.created_at >= f.first_at or s.at is not null)

select f.feed_id, f.account_key, f.listen, f.newest_id, to_ms(f.newest_at) as newest_ms,
       to_ms(f.last_complete_at) as complete_ms, f.trouble,
       count(g.gap_id) filter (where g.closed_at is null) as open_gaps,
       coalesce(sum(g.estimate) filter (where g.closed_at is null), 0)::bigint as behind,
       count(*) filter (where g.outcome = 'lost') as lost
from feed f left join poll_gap g on g.feed_id = f.feed_id and (g.closed_at is null or g.outcome = 'lost')
group by f.feed_id order by f.account_key, f.listen

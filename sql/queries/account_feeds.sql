-- The feeds of all accounts, each with what was read of the last 24 hours. $1 push's pseudo word, $2 now
select f.feed_id, f.account_key, f.listen, f.trouble, to_ms(f.newest_at) as newest_ms,
       to_ms(f.last_complete_at) as complete_ms,
       (select coalesce(jsonb_agg(jsonb_build_array(to_ms(c.from_at), to_ms(c.to_at)) order by c.from_at), '[]')
        from coverage c where c.feed_id = f.feed_id and c.to_at > from_ms($2) - interval '24 hours') as covered,
       (select count(*) from poll_gap g where g.feed_id = f.feed_id and g.outcome = 'lost') as lost_ranges
from feed f where f.listen <> $1 order by f.account_key, f.feed_id

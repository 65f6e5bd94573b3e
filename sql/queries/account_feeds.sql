-- The feeds of all accounts, each with what was read of the last 24 hours: coverage less its gaps, open and lost.
-- $1 push's pseudo word, $2 now
select f.feed_id, f.account_key, f.listen, f.trouble, to_ms(f.newest_at) as newest_ms,
       to_ms(f.last_complete_at) as complete_ms,
       (select coalesce(jsonb_agg(jsonb_build_array(to_ms(lower(span)), to_ms(upper(span))) order by span), '[]')
        from unnest(
          (select coalesce(range_agg(tstzrange(from_at, to_at)), '{}') from coverage c
           where c.feed_id = f.feed_id and c.to_at > from_ms($2) - interval '24 hours')
          * tstzmultirange(tstzrange(from_ms($2) - interval '24 hours', from_ms($2)))
          - (select coalesce(range_agg(tstzrange(
               least(coalesce(g.lo_at, '-infinity'), coalesce(g.hi_at, 'infinity')),
               greatest(coalesce(g.lo_at, '-infinity'), coalesce(g.hi_at, 'infinity')), '[]')), '{}')
             from poll_gap g where g.feed_id = f.feed_id and (g.closed_at is null or g.outcome = 'lost'))) as span
       ) as covered,
       (select count(*) from poll_gap g where g.feed_id = f.feed_id and g.outcome = 'lost') as lost_ranges
from feed f where f.listen <> $1 order by f.account_key, f.feed_id

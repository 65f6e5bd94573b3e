-- $1 now
select f.feed_id, f.account_key, f.listen, f.newest_id, to_ms(f.newest_at) as newest_ms,
       to_ms(f.last_complete_at) as complete_ms, f.trouble, to_ms(f.walked_at) as walked_ms, f.density,
       count(g.gap_id) filter (where g.closed_at is null) as open_gaps,
       coalesce(sum(g.estimate) filter (where g.closed_at is null), 0)::bigint as behind,
       count(*) filter (where g.outcome = 'lost') as lost,
       coalesce(sum(g.estimate) filter (where g.outcome = 'lost'), 0)::bigint as lost_posts,
       to_ms(min(g.opened_at) filter (where g.closed_at is null)) as oldest_gap_ms,
       coalesce((
         select sum(extract(epoch from upper(span) - lower(span)))
         from unnest(
           (select coalesce(range_agg(tstzrange(from_at, to_at)), '{}') from coverage c
            where c.feed_id = f.feed_id and c.to_at > from_ms($1) - interval '24 hours')
           * tstzmultirange(tstzrange(from_ms($1) - interval '24 hours', from_ms($1)))
           - coalesce(range_agg(tstzrange(least(coalesce(g.lo_at, '-infinity'), coalesce(g.hi_at, 'infinity')),
                                            greatest(coalesce(g.lo_at, '-infinity'), coalesce(g.hi_at, 'infinity')), '[]'))
                        filter (where g.closed_at is null or g.outcome = 'lost'), '{}')) as span
       ) / 86400.0, 0)::float8 as coverage_24h
from feed f left join poll_gap g on g.feed_id = f.feed_id and (g.closed_at is null or g.outcome = 'lost')
where f.listen <> 'push'
group by f.feed_id order by f.account_key, f.listen

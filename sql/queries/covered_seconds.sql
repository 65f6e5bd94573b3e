-- Seconds of a span in which every one of these feeds was read, gaps taken out. $1 feeds (json list of ids), $2 from, $3 to
select coalesce(sum(extract(epoch from upper(span) - lower(span))), 0)::bigint as seconds
from unnest((
  select case when count(*) = 0 then '{}'::tstzmultirange else range_intersect_agg(one.read) end from (
    select (select coalesce(range_agg(tstzrange(from_at, to_at)), '{}') from coverage c where c.feed_id = f.value::bigint)
           * tstzmultirange(tstzrange(from_ms($2), from_ms($3)))
           - (select coalesce(range_agg(tstzrange(least(coalesce(lo_at, '-infinity'), coalesce(hi_at, 'infinity')),
                                                  greatest(coalesce(lo_at, '-infinity'), coalesce(hi_at, 'infinity')), '[]')), '{}')
              from poll_gap g where g.feed_id = f.value::bigint and (g.closed_at is null or g.outcome = 'lost')) as read
    from jsonb_array_elements_text($1::jsonb) f) one)) as span

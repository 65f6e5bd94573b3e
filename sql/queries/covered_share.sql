-- The share of a span that was read: coverage less open and lost gaps. $1 feed_id, $2 from, $3 to
select coalesce((
  select sum(extract(epoch from upper(span) - lower(span)))
  from unnest(
    (select coalesce(range_agg(tstzrange(from_at, to_at)), '{}') from coverage where feed_id = $1)
    * tstzmultirange(tstzrange(from_ms($2), from_ms($3)))
    - (select coalesce(range_agg(tstzrange(least(coalesce(lo_at, '-infinity'), coalesce(hi_at, 'infinity')),
                                                   greatest(coalesce(lo_at, '-infinity'), coalesce(hi_at, 'infinity')), '[]')), '{}') from poll_gap
       where feed_id = $1 and (closed_at is null or outcome = 'lost'))) as span
  ) / nullif(extract(epoch from from_ms($3) - from_ms($2)), 0), 0)::float8 as share

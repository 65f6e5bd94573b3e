-- Ranges that were not read in time in the last two days: gaps that are open, lost, or were filled late; and what lies
-- after the last read of a feed that has not been read for a while. Feeds that never were read, or not for a day, are
-- missing, not behind. $1 now, $2 late after (seconds), $3 push's pseudo word
select f.account_key, f.listen, to_ms(coalesce(g.lo_at, g.hi_at)) as from_ms, to_ms(coalesce(g.hi_at, g.closed_at, from_ms($1))) as to_ms
from poll_gap g join feed f on f.feed_id = g.feed_id
where (g.closed_at is null or g.closed_at > from_ms($1) - interval '2 days')
  and coalesce(g.lo_at, g.hi_at) is not null
  and coalesce(g.closed_at, from_ms($1)) - coalesce(g.hi_at, g.lo_at) > $2::bigint * interval '1 second'
  and coalesce(g.hi_at, from_ms($1)) > from_ms($1) - interval '2 days'
union all
select f.account_key, f.listen, to_ms(max(c.to_at)), $1
from feed f join coverage c on c.feed_id = f.feed_id where f.listen <> $3
group by f.feed_id, f.account_key, f.listen
having max(c.to_at) < from_ms($1) - $2::bigint * interval '1 second' and max(c.to_at) > from_ms($1) - interval '1 day'

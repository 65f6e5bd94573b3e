-- Coverage grows to the start of the walk that is now at its end, never to its end.
-- $1 feed_id, $2 start of the walk
with before as (
  select last_complete_at from feed where feed_id = $1
), grown as (
  update coverage c set to_at = from_ms($2) from before b
  where c.feed_id = $1 and c.to_at = b.last_complete_at and c.to_at <= from_ms($2)
), begun as (
  insert into coverage (feed_id, from_at, to_at)
  select $1, from_ms($2), from_ms($2) from before where last_complete_at is null
  on conflict do nothing
)
update feed set last_complete_at = greatest(last_complete_at, from_ms($2)) where feed_id = $1

-- Coverage grows from where it ends to `to`; where there is none it begins at `from`. Gaps are taken out where it is
-- read. $1 feed_id, $2 from, $3 to
with before as (
  select walked_at from feed where feed_id = $1
), grown as (
  update coverage c set to_at = greatest(c.to_at, from_ms($3)) from before b
  where c.feed_id = $1 and c.to_at = b.walked_at
  returning c.feed_id
), begun as (
  insert into coverage (feed_id, from_at, to_at)
  select $1, least(from_ms($2), from_ms($3)), from_ms($3) where not exists (select from grown)
  on conflict (feed_id, from_at) do update set to_at = greatest(coverage.to_at, excluded.to_at)
)
update feed set walked_at = greatest(walked_at, from_ms($3)) where feed_id = $1

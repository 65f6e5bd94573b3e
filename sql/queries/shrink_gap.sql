-- Its upper end moves down, never up; then the next try is the first again.
-- $1 gap_id, $2 hi_id, $3 hi_at or null, $4 posts that were read, $5 why its lower part cannot be read, or '',
-- $6 estimate of what is left, or null
update poll_gap set hi_id = $2, hi_at = coalesce(from_ms($3), hi_at),
  estimate = coalesce($6, greatest(estimate - $4, 0)), reason = case when $5 = '' then reason else $5 end,
  tries = case when hi_id = $2 then tries else 0 end, next_at = case when hi_id = $2 then next_at end
where gap_id = $1 and closed_at is null and (hi_at is null or $3::bigint is null or from_ms($3) <= hi_at)

-- Its upper end moves down, never up.
-- $1 gap_id, $2 hi_id, $3 hi_at or null, $4 posts that were read, $5 why its lower part cannot be read, or ''
update poll_gap set hi_id = $2, hi_at = coalesce(from_ms($3), hi_at), estimate = greatest(estimate - $4, 0),
  reason = case when $5 = '' then reason else $5 end
where gap_id = $1 and closed_at is null and (hi_at is null or $3::bigint is null or from_ms($3) <= hi_at)

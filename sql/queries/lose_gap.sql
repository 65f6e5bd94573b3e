-- $1 gap_id, $2 why, $3 now
update poll_gap set outcome = 'lost', reason = $2, closed_at = from_ms($3)
where gap_id = $1 and closed_at is null returning feed_id

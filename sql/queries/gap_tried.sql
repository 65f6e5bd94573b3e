-- $1 gap_id, $2 not again before
update poll_gap set tries = tries + 1, next_at = from_ms($2) where gap_id = $1 and closed_at is null

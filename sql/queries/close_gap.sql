-- $1 gap_id, $2 filled | lost, $3 reason, $4 now
update poll_gap set closed_at = from_ms($4), outcome = $2, reason = $3
where gap_id = $1 and closed_at is null

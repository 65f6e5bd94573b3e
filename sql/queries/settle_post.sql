-- $1 post_id, $2 state, $3 reason, $4 now
update post set state = $2, reason = $3, changed_at = from_ms($4) where post_id = $1

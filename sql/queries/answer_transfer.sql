-- $1 case_id, $2 state, $3 why, $4 by, $5 now
update case_transfer set state = $2, answer = $3, answered_by = $4, answered_at = from_ms($5)
where case_id = $1 and state = 'waiting'
returning transfer_id, from_division, to_division, started_by, flag

-- Nothing where none waits. $1 intent_id, $2 state, $3 answer, $4 by, $5 now
update reply_approval set state = $2, answer = $3, answered_by = $4, answered_at = from_ms($5)
where intent_id = $1 and state = 'waiting' returning ask_id

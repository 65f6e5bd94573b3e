-- $1 intent_id, $2 complete reads to add, $3 state, $4 needs_person, $5 next_at or null, $6 now
update reply_intent set reads = reads + $2, state = $3, needs_person = $4, next_at = from_ms($5), changed_at = from_ms($6)
where intent_id = $1 and state = 'in_doubt'
returning needs_person, state

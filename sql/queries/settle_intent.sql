-- $1 intent_id, $2 state, $3 needs_person, $4 next_at or null, $5 remote_id, $6 message, $7 at
update reply_intent set state = $2, needs_person = $3, next_at = from_ms($4), reads = 0, last_error = $6,
  remote_id = nullif($5, ''), sent_at = case when $2 = 'sent' then from_ms($7) end, changed_at = from_ms($7)
where intent_id = $1 and state = 'sending'

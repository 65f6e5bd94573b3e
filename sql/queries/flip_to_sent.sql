-- It was seen on the network, however we came to doubt it. $1 intent_id, $2 remote_id, $3 sent_at, $4 now
update reply_intent set state = 'sent', remote_id = $2, sent_at = from_ms($3), needs_person = false, next_at = null,
  last_error = '', changed_at = from_ms($4)
where intent_id = $1 and state in ('queued', 'in_doubt', 'failed')

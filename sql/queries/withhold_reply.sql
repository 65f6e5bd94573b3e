-- $1 intent_id, $2 why, $3 now
update reply_intent set state = 'withheld', needs_person = false, next_at = null, last_error = $2, changed_at = from_ms($3)
where intent_id = $1 and state in ('draft', 'queued', 'failed', 'in_doubt') returning intent_id

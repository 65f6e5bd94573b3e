-- A keyed reply that is queued again may be on the network already: only its own end shows whether it was withheld.
-- $1 intent_id, $2 why, $3 now
update reply_intent i set state = 'withheld', needs_person = false, next_at = null, last_error = $2, changed_at = from_ms($3)
where i.intent_id = $1 and i.state in ('draft', 'queued', 'failed', 'in_doubt')
  and not (i.state = 'queued' and i.policy = 'retry_keyed'
           and exists (select from reply_attempt a where a.intent_id = i.intent_id and a.outcome = 'unknown'))
returning i.intent_id

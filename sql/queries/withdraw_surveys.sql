-- The case is open again: a question that has not left yet does not leave. $1 case_id, $2 why, $3 now
with held as (
  update reply_intent i set state = 'withheld', last_error = $2, changed_at = from_ms($3)
  from survey s where s.case_id = $1 and s.intent_id = i.intent_id and s.withdrawn_at is null and i.state in ('draft', 'queued')
  returning i.intent_id
)
update survey s set withdrawn_at = from_ms($3) from held h where s.intent_id = h.intent_id returning s.intent_id

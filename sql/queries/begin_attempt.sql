-- $1 intent_id, $2 incarnation, $3 now
with begun as (
  update reply_intent set state = 'sending', attempts = attempts + 1, next_at = null, changed_at = from_ms($3)
  where intent_id = $1 and state = 'queued' returning intent_id, attempts
), opened as (
  insert into reply_attempt (intent_id, incarnation, started_at) select intent_id, $2, from_ms($3) from begun
  returning attempt_id, intent_id
)
select o.attempt_id, b.attempts from opened o join begun b on b.intent_id = o.intent_id

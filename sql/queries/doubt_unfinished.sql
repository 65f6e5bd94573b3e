-- Intents that say `sending` and have no open attempt. $1 account_key, $2 now
update reply_intent i set state = 'in_doubt', next_at = from_ms($2), reads = 0, changed_at = from_ms($2),
  last_error = 'the sender ended meanwhile'
where i.account_key = $1 and i.state = 'sending'
  and not exists (select from reply_attempt a where a.intent_id = i.intent_id and a.ended_at is null)
returning i.intent_id

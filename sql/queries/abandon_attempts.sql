-- Attempts of lives that are over: what became of them nobody knows. $1 account_key, $2 our incarnation, $3 now
update reply_attempt a set ended_at = from_ms($3), outcome = 'unknown', message = 'the sender ended meanwhile'
from reply_intent i
where i.intent_id = a.intent_id and i.account_key = $1 and a.ended_at is null and a.incarnation <> $2
returning a.intent_id

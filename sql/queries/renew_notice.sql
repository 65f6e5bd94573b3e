-- A draft that leaves now is written now: networks show that moment, and their keys live for an hour.
-- $1 intent_id, $2 network_key, $3 now
update reply_intent set created_at = from_ms($3), network_key = $2, changed_at = from_ms($3)
where intent_id = $1 and kind = 'notice' and state = 'draft' and attempts = 0 returning intent_id

-- A failed reply stays failed while it waits, so that a late sight of it on the network still counts.
-- $1 intent_id, $2 body, $3 now
update reply_intent set body = $2, changed_at = from_ms($3) where intent_id = $1 and state in ('draft', 'failed') returning intent_id

-- Drafts that closing has overtaken. What a person wrote is not thrown away: it goes on waiting for its approval.
-- $1 case_id, $2 why, $3 now
update reply_intent set state = 'withheld', last_error = $2, changed_at = from_ms($3)
where case_id = $1 and state = 'draft' and not (created_by <> 'auto' and is_held(intent_id)) returning intent_id

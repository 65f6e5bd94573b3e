-- Drafts that closing has overtaken. $1 case_id, $2 why, $3 now
update reply_intent set state = 'withheld', last_error = $2, changed_at = from_ms($3)
where case_id = $1 and state = 'draft' returning intent_id

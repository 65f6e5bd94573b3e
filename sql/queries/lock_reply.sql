-- $1 intent_id
select state, needs_person, account_key, target_post_id from reply_intent where intent_id = $1 for update

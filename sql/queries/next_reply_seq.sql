-- $1 account_key, $2 target_post_id, $3 kind
select coalesce(max(seq), 0) + 1 as seq from reply_intent where account_key = $1 and target_post_id = $2 and kind = $3

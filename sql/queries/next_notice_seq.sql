-- $1 account_key
select coalesce(max(seq), 0) + 1 as next from reply_intent where account_key = $1 and target_post_id = '' and kind = 'notice'

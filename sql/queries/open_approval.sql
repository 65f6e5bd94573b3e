-- For the text as it stands. $1 intent_id, $2 asked_by, $3 policy, $4 why, $5 now
insert into reply_approval (intent_id, asked_by, asked_at, policy, why, body_sha, state)
select intent_id, $2, from_ms($5), $3, $4, text_sha(body), 'waiting' from reply_intent where intent_id = $1
returning ask_id

-- Whether this very text of the reply was approved once. $1 intent_id, $2 body
select exists (select from reply_approval where intent_id = $1 and state = 'approved' and body_sha = text_sha($2)) as yes

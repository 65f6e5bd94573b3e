-- $1 intent_id
select a.ask_id, a.state, a.asked_by, a.answered_by, i.created_by, i.kind, i.body, a.body_sha = text_sha(i.body) as same_text
from reply_approval a join reply_intent i on i.intent_id = a.intent_id
where a.intent_id = $1 order by a.ask_id desc limit 1

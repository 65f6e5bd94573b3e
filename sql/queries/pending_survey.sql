-- $1 number
select s.survey_id, i.remote_id, to_ms(i.sent_at) as sent_ms
from case_file c join survey s on s.case_id = c.case_id join reply_intent i on i.intent_id = s.intent_id
where c.number = $1 and s.withdrawn_at is null and s.answered_at is null and i.state = 'sent'

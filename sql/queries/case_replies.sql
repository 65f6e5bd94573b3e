-- Oldest first. $1 case_id
select s.*, i.way from reply_shown s join reply_intent i on i.intent_id = s.intent_id
where s.case_id = $1 order by s.intent_id

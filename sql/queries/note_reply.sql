-- A line in the history of the reply's case. $1 intent_id, $2 actor, $3 text, $4 now
insert into case_event (case_id, at, actor, kind, text)
select case_id, from_ms($4), $2, 'reply', kind || ' ' || $3 from reply_intent where intent_id = $1 and case_id is not null

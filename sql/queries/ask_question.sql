-- $1 number, $2 code, $3 state, $4 private line, $5 why, $6 marker of its reply or '', $7 now
insert into case_question (case_id, code, state, private_line, why, created_at, status_before, intent_id)
select c.case_id, $2, $3, $4, $5, from_ms($7), case when c.status = 'needs_info' then 'new' else c.status end,
       (select i.intent_id from reply_intent i where $6 <> '' and i.marker = $6)
from case_file c where c.number = $1 and c.status <> 'closed'
returning question_id

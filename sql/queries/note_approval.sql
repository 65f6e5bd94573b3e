-- A line in the history of the reply's case, or of the episode that a notice is about.
-- $1 intent_id, $2 actor, $3 text, $4 now
with of_case as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($4), $2, 'approval', kind || ' ' || $3 from reply_intent where intent_id = $1 and case_id is not null)
insert into hot_event (episode, at, actor, kind, text)
select episode, from_ms($4), $2, 'notice_step', $3 from hot_notice where intent_id = $1

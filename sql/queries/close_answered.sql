-- Closed with its first answer, which is the one word to the resident.
-- $1 number, $2 resolution, $3 agent, $4 marker of the answer, $5 article or '', $6 now
with moved as (
  update case_file set status = 'closed', closed_at = from_ms($6), resolution = $2, version = version + 1,
    changed_at = from_ms($6)
  where number = $1 and status <> 'closed'
  returning case_id, version
), noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($6), $3, kind, text
  from moved, (values (1, 'answered', 'answer'), (2, 'closed', $2)) as line(place, kind, text) order by place
), kept as (
  insert into first_contact (case_id, intent_id, article, closed_by)
  select m.case_id, i.intent_id, $5, $3 from moved m join reply_intent i on i.marker = $4
)
select version from moved

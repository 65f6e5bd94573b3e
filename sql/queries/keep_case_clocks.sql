-- New ones and changed ones. One that stopped meanwhile stays stopped.
-- $1 clocks (json list)
with told as (
  select * from jsonb_to_recordset($1::jsonb) as t(
    id bigint, case_id bigint, name text, span_min int, basis text, targets text, calendar text, topic text, priority text,
    started_ms bigint, stopped_ms bigint, due_ms bigint, warn_ms bigint, warned_ms bigint, breached_ms bigint)
), changed as (
  update case_clock k
  set span_min = t.span_min, basis = t.basis, targets = t.targets, calendar = t.calendar, topic = t.topic,
      priority = t.priority, due_at = from_ms(t.due_ms), warn_at = from_ms(t.warn_ms)
  from told t where t.id <> 0 and k.clock_id = t.id and k.stopped_at is null
)
insert into case_clock (case_id, name, span_min, basis, targets, calendar, topic, priority, started_at, stopped_at, due_at,
                        warn_at, warned_at, breached_at)
select t.case_id, t.name, t.span_min, t.basis, t.targets, t.calendar, t.topic, t.priority, from_ms(t.started_ms),
       from_ms(t.stopped_ms), from_ms(t.due_ms), from_ms(t.warn_ms), from_ms(t.warned_ms), from_ms(t.breached_ms)
from told t where t.id = 0
on conflict (case_id, name) where stopped_at is null do nothing

-- $1 number, $2 status, $3 reason, $4 now, $5 actor
with before as (
  select case_id, status from case_file where number = $1
), noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($4), $5, case when status = 'closed' and $2 <> 'closed' then 'reopened' else 'status' end,
         case when $3 = '' then $2 else $3 end
  from before where status <> $2
)
update case_file c
set status = $2, version = version + 1, changed_at = from_ms($4),
    closed_at = case when $2 = 'closed' then from_ms($4) end,
    resolution = case when $2 = 'closed' then c.resolution end
from before b where c.case_id = b.case_id and b.status <> $2
returning c.version, c.case_id, b.status = 'closed' as was_closed

-- The case's people see what happened to one of its posts. $1 post_id, $2 kind of event, $3 text, $4 now
with noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($4), 'auto', $2, $3 from case_post where post_id = $1
)
update case_file c set version = c.version + 1, changed_at = from_ms($4)
from case_post cp where cp.post_id = $1 and c.case_id = cp.case_id
returning c.number, c.version

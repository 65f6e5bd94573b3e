-- Agents of a case see that one of its posts was edited. $1 post ids (json list), $2 now
with touched as (
  select distinct cp.case_id from case_post cp
  where cp.post_id in (select value::bigint from jsonb_array_elements_text($1::jsonb) as value)
), noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($2), 'auto', 'edited', 'a post of this case was edited' from touched
)
update case_file c set version = c.version + 1, changed_at = from_ms($2)
from touched t where c.case_id = t.case_id
returning c.number, c.version

-- A further post of a conversation that is a case. $1 number, $2 post_id, $3 now
with joined as (
  insert into case_post (post_id, case_id, joined_at)
  select $2, case_id, from_ms($3) from case_file where number = $1
  on conflict do nothing
  returning case_id
), noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select j.case_id, from_ms($3), 'auto', 'joined', p.author_handle from joined j, post p where p.post_id = $2
)
update case_file c set contacts = contacts + 1, version = version + 1, changed_at = from_ms($3)
from joined j where c.case_id = j.case_id
returning c.version

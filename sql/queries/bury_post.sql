-- A post that cannot be decided goes to a person, and its bytes to the dead letters. $1 post_id, $2 error, $3 now
with buried as (
  update post set state = 'review', reason = 'could not be decided: ' || $2, changed_at = from_ms($3)
  where post_id = $1 returning post_id, version
)
insert into dead_letter (post_id, raw, error, seen_at)
select b.post_id, v.raw, $2, from_ms($3)
from buried b join post_version v on v.post_id = b.post_id and v.version = b.version

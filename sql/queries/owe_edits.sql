-- Edited posts are decided again: those of a case by the bridge, the others from the beginning.
-- $1 post ids (json list), $2 now
with edited as (
  select value::bigint as post_id from jsonb_array_elements_text($1::jsonb) as value
), owed as (
  insert into post_change (post_id, kind, at)
  select p.post_id, 'edited', from_ms($2) from edited e join post p on p.post_id = e.post_id where p.state = 'case'
), words as (
  update case_words w set words = to_tsvector('simple', v.text)
  from edited e join case_file c on c.first_post_id = e.post_id join post p on p.post_id = e.post_id
  join post_version v on v.post_id = p.post_id and v.version = p.version
  where w.case_id = c.case_id
)
update post p set state = 'new', tries = 0, changed_at = from_ms($2) from edited e
where p.post_id = e.post_id and p.state in ('ignored', 'review')

-- Tombstones: what was said is wiped (texts, raw bytes, the words a search finds, what the rules quote of it); that it
-- was said stays: id, author, times, case. Our own posts are our record and stay.
-- $1 account_key, $2 gone (json list of {id, why}), $3 now
with told as (
  select * from jsonb_to_recordset($2::jsonb) as t(id text, why text)
), before as (
  select p.post_id, p.state, t.why from told t
  join post p on p.network = split_part($1, '/', 1) and p.network_id = t.id and p.server = server_of($1)
  where p.state not in ('deleted', 'own')
  order by p.post_id for update of p
), gone as (
  update post p set state = 'deleted', gone = b.why, gone_at = from_ms($3), state_before = b.state,
                    checked_at = from_ms($3), changed_at = from_ms($3)
  from before b where p.post_id = b.post_id
  returning p.post_id, b.state, b.why
), texts as (
  update post_version v set text = '', raw = '',
    details = v.details || '{"quoted": "", "mentions": [], "mention_ids": [], "media_texts": [], "lat": null, "lon": null}'
  from gone g where v.post_id = g.post_id
), letters as (
  update dead_letter d set raw = '' from gone g where d.post_id = g.post_id
), words as (
  delete from case_words w using case_file c, gone g where w.case_id = c.case_id and c.first_post_id = g.post_id
), findings as (
  update finding f set body = f.body || jsonb_build_object('locations', '[]'::jsonb, 'pii', '[]'::jsonb, 'topics',
    (select coalesce(jsonb_agg(topic || '{"evidence": []}' order by place), '[]')
     from jsonb_array_elements(f.body -> 'topics') with ordinality as t(topic, place)))
  from gone g where f.post_id = g.post_id
), owed as (
  insert into post_change (post_id, kind, at) select post_id, 'gone', from_ms($3) from gone where state = 'case'
)
select post_id, why from gone

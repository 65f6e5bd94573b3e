-- Tombstones whose text was read again (shown again by its author, or by the network): they are what they were, and
-- what was undecided or passed over is decided again. $1 posts (json list), $2 now, $3 account_key
with page as (
  select * from jsonb_to_recordset($1::jsonb) as t(
    network text, network_id text, version text, text text, details jsonb, raw text)
), back as (
  select p.post_id, p.version as known, g.* from page g
  join post p on p.network = g.network and p.network_id = g.network_id and p.server = server_of($3)
  where p.state = 'deleted' and g.text <> ''
  order by p.post_id for update of p
), texts as (
  insert into post_version (post_id, version, seen_at, text, details, raw)
  select post_id, version, from_ms($2), text, details, raw from back
  on conflict (post_id, version) do update set text = excluded.text, details = excluded.details, raw = excluded.raw
), restored as (
  update post p set version = b.version, gone = null, gone_at = null, state_before = '', checked_at = from_ms($2),
                    state = case when p.state_before = 'case' then 'case' else 'new' end, changed_at = from_ms($2)
  from back b where p.post_id = b.post_id
  returning p.post_id, p.state, b.text
), owed as (
  insert into post_change (post_id, kind, at) select post_id, 'back', from_ms($2) from restored where state = 'case'
), words as (
  insert into case_words (case_id, words)
  select c.case_id, to_tsvector('simple', r.text) from restored r join case_file c on c.first_post_id = r.post_id
  on conflict (case_id) do update set words = excluded.words
)
select post_id from restored

-- New texts of known posts, beside the old ones; the newest becomes the post's own.
-- $1 posts (json list), $2 now, $3 account_key
with page as (
  select * from jsonb_to_recordset($1::jsonb) as t(
    network text, network_id text, author_handle text, author_name text, version text, text text,
    details jsonb, raw text)
), seen as (
  select p.post_id, p.version as known, g.*
  from page g join post p on p.network = g.network and p.network_id = g.network_id
    and p.server = server_of($3) and p.state <> 'deleted'
  where g.version <> '' and g.version <> p.version
), fresh as (
  insert into post_version (post_id, version, seen_at, text, details, raw)
  select post_id, version, from_ms($2), text, details, raw from seen
  on conflict do nothing
  returning post_id, version, text
), newest as (
  select s.post_id, s.version, s.author_handle, s.author_name, v.text <> f.text as differs
  from fresh f
  join seen s on s.post_id = f.post_id and s.version = f.version
  join post_version v on v.post_id = s.post_id and v.version = s.known
  where follows(s.version, s.known)
)
update post p set version = n.version, author_handle = n.author_handle, author_name = n.author_name,
                  changed_at = from_ms($2)
from newest n where p.post_id = n.post_id
returning p.post_id, p.state, n.differs

-- The posts of a page with their first texts; those that are known stay as they are. One order for every
-- writer, so that two feeds with the same posts wait for each other instead of deadlocking.
-- $1 posts (json list), $2 account_key, $3 now, $4 own author ids (json list)
with page as (
  select * from jsonb_to_recordset($1::jsonb) as t(
    network text, network_id text, author_id text, author_handle text, author_name text, created_ms bigint,
    in_reply_to text, conversation text, kind text, repliable text, repliable_reason text, version text,
    text text, details jsonb, raw text)
), added as (
  insert into post (network, server, network_id, account_key, author_id, author_handle, author_name, created_at, seen_at,
                    changed_at, in_reply_to, conversation, kind, repliable, repliable_reason, version, state)
  select network, server_of($2), network_id, $2, author_id, author_handle, author_name, from_ms(created_ms), from_ms($3),
         from_ms($3), in_reply_to, conversation, kind, repliable, repliable_reason, version,
         case when $4::jsonb ? author_id then 'own' else 'new' end
  from page order by created_ms, network, network_id
  on conflict (network, network_id, server) do nothing
  returning post_id, network, network_id
), texts as (
  insert into post_version (post_id, version, seen_at, text, details, raw)
  select a.post_id, p.version, from_ms($3), p.text, p.details, p.raw
  from added a join page p on p.network = a.network and p.network_id = a.network_id
)
select count(*) as added from added

-- Our own posts on a page that was read. They belong to the account of their author, where we have it.
-- $1 posts (json list), $2 account_key of the feed, $3 now, $4 own author ids (json list)
insert into own_post (account_key, remote_id, in_reply_to, text, created_at, seen_at)
select coalesce(a.account_key, $2), t.network_id, t.in_reply_to, t.text, from_ms(t.created_ms), from_ms($3)
from jsonb_to_recordset($1::jsonb) as t(
  network text, network_id text, author_id text, in_reply_to text, text text, created_ms bigint)
left join account a on a.account_key = t.network || '/' || t.author_id and a.server = server_of($2)
where $4::jsonb ? t.author_id
on conflict do nothing
returning account_key

-- $1 account_key, $2 posts (json list), $3 now
insert into own_post (account_key, remote_id, in_reply_to, text, created_at, seen_at)
select $1, t.remote_id, t.in_reply_to, t.text, from_ms(t.created_ms), from_ms($3)
from jsonb_to_recordset($2::jsonb) as t(remote_id text, in_reply_to text, text text, created_ms bigint)
on conflict do nothing

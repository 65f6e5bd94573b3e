-- Replies that left, or are to leave, by themselves to cases of this author, in whatever conversation.
-- $1 network, $2 author_id, $3 account_key, $4 kind or '', $5 since, $6 most
select count(*) as n from (
  select from case_file c
  join post p on p.post_id = c.first_post_id and p.server = server_of($3)
  join reply_intent i on i.case_id = c.case_id
  where c.network = $1 and c.resident_id = $2 and c.opened_at > from_ms($5)
    and i.created_by = 'auto' and i.approved_by = '' and i.created_at > from_ms($5)
    and i.state in ('queued', 'sending', 'sent', 'in_doubt') and ($4 = '' or i.kind = $4)
  limit $6) lately

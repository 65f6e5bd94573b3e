-- $1 account_key, $2 since, $3 most
select count(*) as n from (
  select from reply_intent
  where account_key = $1 and created_by = 'auto' and created_at > from_ms($2) and approved_by = ''
    and state in ('queued', 'sending', 'sent', 'in_doubt')
  limit $3) lately

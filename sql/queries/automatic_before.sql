-- One of our automatic replies to this author here since then. $1 network, $2 author_id, $3 conversation, $4 in_reply_to, $5 since, $6 account_key
select exists (
  select from reply_intent i join post t on t.network_id = i.target_post_id and t.network = $1
    and t.server = server_of($6)
  where split_part(i.account_key, '/', 1) = $1 and server_of(i.account_key) = server_of($6) and t.author_id = $2 and i.created_by = 'auto'
    and i.state in ('queued', 'sending', 'sent', 'in_doubt') and i.created_at > from_ms($5)
    and ($3 <> '' and (t.conversation = $3 or t.network_id = $3)
         or $4 <> '' and $4 in (t.network_id, i.remote_id))) as yes

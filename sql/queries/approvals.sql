-- What waits for a second person, oldest first; or what this agent asked for and has not got.
-- $1 waiting | mine, $2 agent, $3 after: ask_id or null, $4 limit
select r.*, coalesce(c.topic, h.topic, '') as topic, coalesce(c.resident_handle, '') as resident_handle,
       coalesce(n.episode, '') as episode, coalesce(v.text, '') as target_text
from reply_approval a
join reply_shown r on r.intent_id = a.intent_id
left join case_file c on c.case_id = r.case_id
left join hot_notice n on n.intent_id = a.intent_id
left join hot_topic h on h.episode = n.episode
left join post p on p.network = split_part(r.account_key, '/', 1) and p.network_id = r.target_post_id
  and p.server = server_of(r.account_key)
left join post_version v on v.post_id = p.post_id and v.version = p.version
where a.ask_id = r.a_ask_id
  and ($1 = 'waiting' and a.state = 'waiting'
       or $1 = 'mine' and a.asked_by = $2 and a.state in ('waiting', 'sent_back') and r.state in ('draft', 'failed'))
  and ($3::bigint is null or a.ask_id > $3::bigint)
order by a.ask_id limit $4

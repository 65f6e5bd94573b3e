-- The newest ask about one reply, as approvals.sql has it. $1 intent_id
select r.*, coalesce(c.topic, h.topic, '') as topic, coalesce(c.resident_handle, '') as resident_handle,
       coalesce(n.episode, '') as episode, coalesce(v.text, '') as target_text
from reply_shown r
left join case_file c on c.case_id = r.case_id
left join hot_notice n on n.intent_id = r.intent_id
left join hot_topic h on h.episode = n.episode
left join post p on p.network = split_part(r.account_key, '/', 1) and p.network_id = r.target_post_id
  and p.server = server_of(r.account_key)
left join post_version v on v.post_id = p.post_id and v.version = p.version
where r.intent_id = $1 and r.a_ask_id is not null

-- $1 intent_id
select s.*, coalesce(t.state = 'deleted', false) as target_gone
from reply_shown s
left join post t on t.network = split_part(s.account_key, '/', 1) and t.network_id = s.target_post_id
  and t.server = server_of(s.account_key)
where s.intent_id = $1

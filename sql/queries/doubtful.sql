-- $1 account_key, $2 now
select s.*, to_ms(a.started_at) as started_ms, to_ms(coalesce(a.ended_at, a.started_at)) as ended_ms,
  coalesce(a.outcome, '') as last_outcome
from reply_intent i
join reply_shown s on s.intent_id = i.intent_id
left join lateral (
  select started_at, ended_at, outcome from reply_attempt where intent_id = i.intent_id order by attempt_id desc limit 1) a on true
where i.account_key = $1 and i.state = 'in_doubt' and i.next_at <= from_ms($2)
order by i.next_at, i.intent_id

-- The next intent that may leave: life safety first, then the oldest. $1 account_key, $2 now
select i.intent_id from reply_intent i
where i.account_key = $1 and i.state = 'queued'
  and (i.not_before is null or i.not_before <= from_ms($2)) and (i.next_at is null or i.next_at <= from_ms($2))
  and not exists (select from account a where a.account_key = $1 and a.parked_why <> ''
                    and (a.parked_until is null or a.parked_until > from_ms($2)))
  and not exists (select from sending_stop s where s.account_key in ('', $1))
order by (i.kind <> 'emergency'), i.created_at, i.intent_id
limit 1 for update skip locked

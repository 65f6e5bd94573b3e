-- Every account that was ever configured. $1 now
select a.account_key, a.handle, a.mode, a.parked_why, to_ms(a.parked_until) as parked_until_ms,
       (a.parked_why <> '' and (a.parked_until is null or a.parked_until > from_ms($1))) as is_parked,
       (select to_ms(max(e.at)) from account_event e where e.account_key = a.account_key and e.kind = 'parked')
         as parked_ms,
       s.why as stop_why, s.by_agent as stop_by, to_ms(s.since) as stop_ms,
       to_ms(h.checked_at) as checked_ms, h.ok, h.message, to_ms(h.token_ends_at) as token_ends_ms, h.warnings,
       to_ms(p.first_at) as push_first_ms, to_ms(p.last_at) as push_last_ms,
       (select count(*) from post o where o.account_key = a.account_key
          and o.seen_at > from_ms($1) - interval '10 minutes') as posts_lately,
       (select count(*) from reply_intent i where i.account_key = a.account_key and i.state = 'queued') as replies_waiting,
       (select count(*) from push_wanted w where w.account_key = a.account_key) as push_waiting
from account a
left join sending_stop s on s.account_key = a.account_key
left join account_health h on h.account_key = a.account_key
left join push_state p on p.account_key = a.account_key
order by a.account_key

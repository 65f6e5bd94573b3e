-- The earliest moment at which something may be due; parked accounts look again when they are free. $1 account_key
select to_ms(min(greatest(
  case when i.state = 'queued' then coalesce(i.not_before, i.created_at) else i.next_at end,
  i.next_at,
  case when i.state = 'queued' and a.parked_why <> '' then coalesce(a.parked_until, 'infinity') end
))) as next_ms
from reply_intent i left join account a on a.account_key = i.account_key
where i.account_key = $1
  and (i.state = 'queued' and not (coalesce(a.parked_why, '') <> '' and a.parked_until is null)
       or i.state = 'in_doubt' and i.next_at is not null)

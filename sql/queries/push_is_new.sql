-- No event of push is noted yet. $1 account_key
select true as yes where not exists (select from account_event where account_key = $1 and kind = 'push')

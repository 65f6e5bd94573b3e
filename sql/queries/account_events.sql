-- The newest of each account, those of all accounts under ''. $1 how many an account
select account_key, to_ms(at) as at_ms, actor, kind, text
from (select e.*, row_number() over (partition by account_key order by event_id desc) as place from account_event e) as all_of
where place <= $1 order by account_key, event_id desc

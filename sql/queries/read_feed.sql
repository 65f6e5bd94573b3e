-- $1 account_key, $2 listen
select feed_id, account_key, listen, newest_id, to_ms(newest_at) as newest_ms,
       to_ms(last_complete_at) as complete_ms, trouble, to_ms(walked_at) as walked_ms, density
from feed where account_key = $1 and listen = $2

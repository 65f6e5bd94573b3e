-- Pages of one feed are kept one after the other. $1 feed_id
select newest_id, to_ms(newest_at) as newest_ms, to_ms(greatest(newest_at, walked_at)) as unread_ms
from feed where feed_id = $1 for update

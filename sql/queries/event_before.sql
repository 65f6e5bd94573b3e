-- The newest event before a moment. $1 moment
select coalesce(min(event_id) - 1, (select coalesce(max(event_id), 0) from event)) as event_id
from event where at >= from_ms($1)

-- The newest event before a moment. The sum keeps the planner from walking up the primary key through all that is older:
-- the index on time is what is wanted. $1 moment
select coalesce(min(event_id + 0) - 1, (select coalesce(max(event_id), 0) from event)) as event_id
from event where at >= from_ms($1)

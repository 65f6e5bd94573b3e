select coalesce(max(event_id), 0) as event_id from event

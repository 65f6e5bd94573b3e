-- Oldest first. $1 case_id
select event_id, to_ms(at) as at_ms, actor, kind, text from case_event where case_id = $1 order by event_id

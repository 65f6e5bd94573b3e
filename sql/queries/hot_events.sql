-- $1 episode, $2 limit
select to_ms(at) as at_ms, actor, kind, text from hot_event where episode = $1 order by event_id desc limit $2

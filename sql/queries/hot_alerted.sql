-- $1 episode, $2 now
update hot_topic set alerted_at = from_ms($2) where episode = $1 and alerted_at is null returning episode

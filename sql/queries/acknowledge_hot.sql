-- $1 episode
update hot_topic set state = 'acknowledged', version = version + 1 where episode = $1 and state = 'open' returning version

-- $1 episode
update hot_topic set version = version + 1 where episode = $1 returning version

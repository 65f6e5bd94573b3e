-- $1 episode
select * from hot_topic_shown where episode = (select episode from hot_topic where episode = $1 for update)

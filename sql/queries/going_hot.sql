-- Episodes that are not over. $1 limit
select * from hot_topic_shown where state <> 'over' order by last_at desc, episode limit $1

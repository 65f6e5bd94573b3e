-- $1 intent_id, $2 episode
insert into hot_notice (intent_id, episode) values ($1, $2)

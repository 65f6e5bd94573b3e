-- $1 episode
select r.* from hot_notice n join reply_shown r on r.intent_id = n.intent_id where n.episode = $1 order by r.intent_id

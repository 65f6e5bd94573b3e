-- $1 feed_id, $2 posts a second
update feed set density = $2 where feed_id = $1

-- Read to its end. $1 feed_id, $2 start of the walk
update feed set last_complete_at = greatest(last_complete_at, from_ms($2)) where feed_id = $1

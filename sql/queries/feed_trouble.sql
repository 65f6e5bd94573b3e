-- $1 feed_id, $2 why ('' = fine again)
update feed set trouble = $2 where feed_id = $1 and trouble <> $2

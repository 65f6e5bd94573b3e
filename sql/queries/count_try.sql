-- $1 post_id
update post set tries = tries + 1 where post_id = $1 returning tries

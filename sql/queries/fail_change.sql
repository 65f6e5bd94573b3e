-- $1 change_id
update post_change set tries = tries + 1 where change_id = $1 returning tries

-- $1 change_id
delete from post_change where change_id = $1

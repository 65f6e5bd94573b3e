-- $1 post_id
select state from post where post_id = $1 for update

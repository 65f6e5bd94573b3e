-- Oldest first; other workers' posts are passed over. $1 limit
select post_id from post where state = 'new' order by created_at, post_id limit $1 for update skip locked

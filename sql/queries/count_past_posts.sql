-- $1 from, $2 to (exclusive)
select count(*) as posts from past_post where created_at >= from_ms($1) and created_at < from_ms($2)

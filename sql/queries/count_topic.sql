-- $1 topic, $2 neighborhood ('' = the whole city), $3 from, $4 to
select coalesce(sum(posts), 0) as posts, coalesce(sum(authors), 0) as authors from topic_count
where topic = $1 and ($2 = '' or neighborhood = $2) and bucket_at >= from_ms($3) and bucket_at < from_ms($4)

-- Oldest first, page by page. $1 from, $2 to (exclusive), $3 after: bucket or null, $4 topic, $5 neighborhood, $6 network, $7 limit
select to_ms(bucket_at) as bucket_ms, topic, neighborhood, network, posts, authors from topic_count
where bucket_at >= from_ms($1) and bucket_at < from_ms($2)
  and ($3::bigint is null or (bucket_at, topic, neighborhood, network) > (from_ms($3), $4, $5, $6))
order by bucket_at, topic, neighborhood, network limit $7

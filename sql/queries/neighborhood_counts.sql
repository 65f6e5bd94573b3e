-- The neighbourhoods with most posts about any topic, now and in the span before. $1 now, $2 span in seconds, $3 limit
select neighborhood, sum(posts) filter (where bucket_at >= from_ms($1) - $2::bigint * interval '1 second') as posts,
       sum(posts) filter (where bucket_at < from_ms($1) - $2::bigint * interval '1 second') as before
from topic_count where bucket_at >= from_ms($1) - 2 * $2::bigint * interval '1 second' and neighborhood <> '' and topic <> ''
group by neighborhood order by posts desc nulls last, neighborhood limit $3

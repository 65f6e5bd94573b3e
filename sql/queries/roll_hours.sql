-- $1 from, $2 to (exclusive), both whole hours of UTC
insert into topic_count_long (span, bucket_at, topic, neighborhood, network, posts, authors)
select 'hour', date_trunc('hour', bucket_at), topic, neighborhood, network, sum(posts), sum(authors)
from topic_count where bucket_at >= from_ms($1) and bucket_at < from_ms($2)
group by date_trunc('hour', bucket_at), topic, neighborhood, network
on conflict (span, bucket_at, topic, neighborhood, network) do update set posts = excluded.posts, authors = excluded.authors

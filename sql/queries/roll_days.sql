-- $1 from, $2 to (exclusive); days that these hours touch
insert into topic_count_long (span, bucket_at, topic, neighborhood, network, posts, authors)
select 'day', date_trunc('day', bucket_at), topic, neighborhood, network, sum(posts), sum(authors)
from topic_count_long where span = 'hour' and bucket_at >= date_trunc('day', from_ms($1))
  and bucket_at < date_trunc('day', from_ms($2) - interval '1 second') + interval '1 day'
group by date_trunc('day', bucket_at), topic, neighborhood, network
on conflict (span, bucket_at, topic, neighborhood, network) do update set posts = excluded.posts, authors = excluded.authors

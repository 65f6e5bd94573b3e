-- The same into hours or days of UTC, different people counted exactly. $1 from, $2 to (exclusive; whole ones), $3 hour | day
insert into topic_count_long (span, bucket_at, topic, neighborhood, network, posts, authors)
select $3, date_trunc($3, p.created_at), p.topic, p.neighborhood, p.network, count(*), count(distinct p.author)
from past_post p where p.created_at >= from_ms($1) and p.created_at < from_ms($2)
group by 2, 3, 4, 5
on conflict (span, bucket_at, topic, neighborhood, network) do update
set posts = greatest(topic_count_long.posts, excluded.posts), authors = greatest(topic_count_long.authors, excluded.authors)
where (topic_count_long.posts, topic_count_long.authors) is distinct from
      (greatest(topic_count_long.posts, excluded.posts), greatest(topic_count_long.authors, excluded.authors))

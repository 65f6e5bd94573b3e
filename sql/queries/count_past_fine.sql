-- Decided posts of a span counted into five minutes, as the detector counts them. Again changes nothing; what is
-- counted already and no longer stored as posts stays. $1 from, $2 to (exclusive)
insert into topic_count (bucket_at, topic, neighborhood, network, posts, authors)
select date_bin('5 minutes', p.created_at, 'epoch'::timestamptz), p.topic, p.neighborhood, p.network, count(*),
       count(distinct p.author)
from past_post p where p.created_at >= from_ms($1) and p.created_at < from_ms($2)
group by 1, 2, 3, 4
on conflict (bucket_at, topic, neighborhood, network) do update
set posts = greatest(topic_count.posts, excluded.posts), authors = greatest(topic_count.authors, excluded.authors)
where (topic_count.posts, topic_count.authors) is distinct from
      (greatest(topic_count.posts, excluded.posts), greatest(topic_count.authors, excluded.authors))

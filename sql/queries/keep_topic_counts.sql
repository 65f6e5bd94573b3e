-- Whole values, never differences: again changes nothing. After a restart a bucket may be known in part only, so the
-- larger value stands. $1 counts (json list)
insert into topic_count (bucket_at, topic, neighborhood, network, posts, authors)
select from_ms(c.at), c.topic, c.place, c.network, c.posts, c.authors
from jsonb_to_recordset($1::jsonb) as c(at bigint, topic text, place text, network text, posts int, authors int)
on conflict (bucket_at, topic, neighborhood, network) do update
set posts = greatest(topic_count.posts, excluded.posts), authors = greatest(topic_count.authors, excluded.authors)
where (topic_count.posts, topic_count.authors) is distinct from
      (greatest(topic_count.posts, excluded.posts), greatest(topic_count.authors, excluded.authors))

-- What is usual, with what was counted in the same span. $1 episode
select to_ms(b.from_at) as from_ms, b.span_s, b.expected, b.low, b.high,
       coalesce(sum(c.posts), 0)::bigint as posts, coalesce(sum(c.authors), 0)::bigint as authors
from hot_band b join hot_topic h on h.episode = b.episode
left join topic_count c on c.topic = h.topic and (h.neighborhood = '' or c.neighborhood = h.neighborhood)
  and c.bucket_at >= b.from_at and c.bucket_at < b.from_at + b.span_s * interval '1 second'
where b.episode = $1 and h.kind = 'topic' group by b.from_at, b.span_s, b.expected, b.low, b.high order by b.from_at

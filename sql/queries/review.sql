-- Newest first. $1 before: created ms or null, $2 before: post_id, $3 limit
select s.*, f.body as finding, coalesce(k.article, '') as article
from post_shown s left join finding f on f.post_id = s.post_id left join known_question k
  on k.post_id = s.post_id and s.reason like 'a question with a known answer: %'
where s.state = 'review' and ($1::bigint is null or (s.created_at, s.post_id) < (from_ms($1), $2::bigint))
order by s.created_at desc, s.post_id desc limit $3

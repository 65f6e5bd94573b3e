-- With the newest survey that was not taken back, and the mean of each reviewer's newest review.
-- $1 since ms or null, $2 after: changed ms or null, $3 after: case_id, $4 limit
select c.*, y.survey_id is not null as surveyed, to_ms(y.sent_at) as asked_ms, to_ms(y.answered_at) as answered_ms,
  y.score, y.text as words, q.quality
from case_shown c
left join lateral (
  select s.survey_id, i.sent_at, s.answered_at, s.score, v.text
  from survey s join reply_intent i on i.intent_id = s.intent_id
  left join post p on p.post_id = s.answer_post_id
  left join post_version v on v.post_id = p.post_id and v.version = p.version
  where s.case_id = c.case_id and s.withdrawn_at is null order by s.survey_id desc limit 1) y on true
left join lateral (
  select avg(score)::float8 as quality, max(at) as at
  from (select distinct on (reviewer) score, at from quality_review where case_id = c.case_id
        order by reviewer, review_id desc) newest) q on true
where ($1::bigint is null or greatest(c.changed_at, y.answered_at, q.at) >= from_ms($1))
  and ($2::bigint is null or (c.changed_at, c.case_id) > (from_ms($2), $3::bigint))
order by c.changed_at, c.case_id limit $4

-- The newest one. $1 case_id
select case when s.withdrawn_at is not null then 'withdrawn' when s.answered_at is not null then 'answered' else i.state end
         as state,
       to_ms(s.made_at) as made_ms, to_ms(s.answered_at) as answered_ms, s.score, v.text
from survey s join reply_intent i on i.intent_id = s.intent_id
left join post p on p.post_id = s.answer_post_id
left join post_version v on v.post_id = p.post_id and v.version = p.version
where s.case_id = $1 order by s.survey_id desc limit 1

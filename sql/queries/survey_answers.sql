-- Newest first. $1 from, $2 to, $3 most
select c.number, c.topic, s.network, s.score, v.text, to_ms(s.answered_at) as at_ms
from survey s join case_file c on c.case_id = s.case_id
left join post p on p.post_id = s.answer_post_id
left join post_version v on v.post_id = p.post_id and v.version = p.version
where s.made_at >= from_ms($1) and s.made_at < from_ms($2) and s.answered_at is not null
order by s.answered_at desc, s.survey_id desc limit $3

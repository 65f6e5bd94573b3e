-- Of the surveys made in a span. $1 from, $2 to
select count(*) filter (where i.state = 'sent') as asked, count(s.score) as answered,
       count(*) filter (where s.score >= 4) as satisfied, coalesce(avg(s.score), 0)::float8 as mean
from survey s join reply_intent i on i.intent_id = s.intent_id
where s.made_at >= from_ms($1) and s.made_at < from_ms($2) and s.withdrawn_at is null

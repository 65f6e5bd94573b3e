-- $1 from, $2 to, $3 topic | network
select case when $3 = 'topic' then c.topic else s.network end as name, count(s.score) as count,
       count(*) filter (where s.score >= 4) as good, avg(s.score)::float8 as mean
from survey s join case_file c on c.case_id = s.case_id
where s.made_at >= from_ms($1) and s.made_at < from_ms($2) and s.score is not null
group by 1 order by count(s.score) desc, 1

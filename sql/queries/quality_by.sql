-- A criterion: how often it applied, how often fully, and its mean of 100. $1 from, $2 to
select m.key as name, count(*) as count, count(*) filter (where m.value = 'yes') as good,
       avg(case m.value when 'yes' then 100 when 'partly' then 50 else 0 end)::float8 as mean
from (select distinct on (case_id, reviewer) marks from quality_review
      where at >= from_ms($1) and at < from_ms($2) order by case_id, reviewer, review_id desc) as newest,
     jsonb_each_text(newest.marks) as m
where m.value <> 'not_applicable' group by 1 order by 1

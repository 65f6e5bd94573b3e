-- The newest review of a case by each reviewer, in a span. $1 from, $2 to
select count(distinct case_id) as reviewed, coalesce(avg(score), 0)::float8 as score
from (select distinct on (case_id, reviewer) case_id, score from quality_review
      where at >= from_ms($1) and at < from_ms($2) order by case_id, reviewer, review_id desc) as newest

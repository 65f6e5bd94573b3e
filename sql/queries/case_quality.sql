-- The newest review of each reviewer. $1 case_id
select distinct on (reviewer) reviewer, to_ms(at) as at_ms, score, marks, note
from quality_review where case_id = $1 order by reviewer, review_id desc

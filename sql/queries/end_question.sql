-- $1 number, $2 state, $3 why, $4 now
update case_question q set state = $2, why = $3, ended_at = from_ms($4)
from case_file c where c.number = $1 and q.case_id = c.case_id and q.state in ('open', 'person')
returning q.status_before

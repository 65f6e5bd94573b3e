-- $1 number, $2 now
update case_question q set state = 'dropped', why = 'another question took its place', ended_at = from_ms($2)
from case_file c where c.number = $1 and q.case_id = c.case_id and q.state in ('open', 'person')

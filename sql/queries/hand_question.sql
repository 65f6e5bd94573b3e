-- $1 number, $2 why
update case_question q set state = 'person', why = $2, look_at = null
from case_file c where c.number = $1 and q.case_id = c.case_id and q.state = 'open' returning q.status_before

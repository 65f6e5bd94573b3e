-- Oldest first. $1 number
select t.transfer_id, t.from_division, t.to_division, t.outside, t.why, t.started_by, to_ms(t.started_at) as started_ms,
       t.target_min, to_ms(t.due_at) as due_ms, t.state, t.answer, t.answered_by, to_ms(t.answered_at) as answered_ms,
       t.flag
from case_transfer t join case_file c on c.case_id = t.case_id where c.number = $1 order by t.transfer_id

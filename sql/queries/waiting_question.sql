-- $1 number
select w.* from case_file c join question_shown w on w.q_case_id = c.case_id
where c.number = $1 and w.q_state in ('open', 'person')

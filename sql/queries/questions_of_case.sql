-- $1 case_id
select * from question_shown where q_case_id = $1 order by question_id

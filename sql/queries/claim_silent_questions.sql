-- $1 now, $2 limit
select s.*, w.* from case_question q join case_file c on c.case_id = q.case_id
join case_shown s on s.case_id = q.case_id join question_shown w on w.question_id = q.question_id
where q.state = 'open' and q.look_at <= from_ms($1) and c.status <> 'closed'
order by q.look_at, q.question_id limit $2 for update of c, q skip locked

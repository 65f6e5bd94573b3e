-- $1 question_id, $2 at
update case_question set look_at = from_ms($2) where question_id = $1 and state = 'open'

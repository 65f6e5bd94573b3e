-- $1 survey_id, $2 score or null, $3 post_id, $4 now
update survey set answered_at = from_ms($4), score = $2, answer_post_id = $3
where survey_id = $1 and answered_at is null returning case_id

-- $1 question_id, $2 marker, $3 now
update case_question set times = greatest(times, 1) + 1, last_at = from_ms($3), look_at = from_ms($3),
  intent_id = coalesce((select intent_id from reply_intent where $2 <> '' and marker = $2), intent_id)
where question_id = $1

-- What was decided about a pair. $1 case_id, $2 leads (case_id), $3 state, $4 by, $5 now
update incident_suggestion set state = $3, by_agent = $4, changed_at = from_ms($5)
where case_id = $1 and leads = $2 and state <> $3 returning suggestion_id

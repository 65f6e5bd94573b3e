-- $1 case_id, $2 suggestion_id, $3 agent, $4 now
update incident_suggestion set state = 'declined', by_agent = $3, changed_at = from_ms($4)
where suggestion_id = $2 and state in ('open', 'asked') and $1 in (case_id, leads)
returning (select number from case_file where case_id = case when leads = $1 then incident_suggestion.case_id else leads end) as number

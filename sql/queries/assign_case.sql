-- $1 case_id, $2 assignee, $3 now
update case_file set assignee = $2, version = version + 1, changed_at = from_ms($3) where case_id = $1 returning version

-- $1 case_id, $2 number of the leading case or null, $3 now
update case_file set incident = $2, version = version + 1, changed_at = from_ms($3) where case_id = $1 returning version

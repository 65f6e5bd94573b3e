-- Somebody joined or left: people see it. $1 case_id, $2 now
update case_file set version = version + 1, changed_at = from_ms($2) where case_id = $1 returning version

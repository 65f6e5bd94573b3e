-- $1 number, $2 now
update case_file set priority = 'emergency', version = version + 1, changed_at = from_ms($2)
where number = $1 and status <> 'closed' and priority <> 'emergency' returning version

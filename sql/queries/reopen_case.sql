-- $1 case_id, $2 now
update case_file set status = 'open', closed_at = null, resolution = null, version = version + 1, changed_at = from_ms($2)
where case_id = $1 returning version

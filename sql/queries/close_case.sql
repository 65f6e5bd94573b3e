-- $1 case_id, $2 resolution, $3 now
update case_file set status = 'closed', closed_at = from_ms($3), resolution = $2, version = version + 1,
  changed_at = from_ms($3)
where case_id = $1 returning version

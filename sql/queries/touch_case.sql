-- Somebody answers: a new case is being worked on from now on. $1 case_id, $2 now
update case_file set status = case when status = 'new' then 'open' else status end, version = version + 1,
  changed_at = from_ms($2)
where case_id = $1 returning version

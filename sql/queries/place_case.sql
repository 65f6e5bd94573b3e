-- Where the case lies after a transfer; nobody of the old division has it any more.
-- $1 case_id, $2 division, $3 status or '', $4 now
update case_file set division = $2, assignee = case when division = $2 then assignee else '' end,
  status = case when $3 = '' or status in ('closed', 'needs_info') then status else $3 end,
  version = version + 1, changed_at = from_ms($4)
where case_id = $1 returning version

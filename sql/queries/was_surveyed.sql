-- About any case of this one's incident, or about anything since. $1 number, $2 since
select exists (
  select from case_file c join survey s on s.network = c.network and s.resident_id = c.resident_id and s.withdrawn_at is null
  join case_file o on o.case_id = s.case_id
  where c.number = $1 and (s.made_at >= from_ms($2) or s.case_id = c.case_id
                           or coalesce(o.incident, o.number) = coalesce(c.incident, c.number))) as yes

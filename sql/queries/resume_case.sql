-- $1 number, $2 kind, $3 by, $4 now
update case_pause p set to_at = greatest(p.from_at, from_ms($4)), ended_by = $3
from case_file c where c.number = $1 and p.case_id = c.case_id and p.kind = $2 and p.to_at is null returning p.pause_id

-- The trouble is one: who leads it is open again where a joined resident says it is not fixed. $1 case_id of the joined
-- one, $2 now
update case_file l set status = 'open', closed_at = null, resolution = null, version = l.version + 1, changed_at = from_ms($2)
from case_file c where c.case_id = $1 and l.number = c.incident and l.status = 'closed'
returning l.case_id, l.number, l.version

-- $1 case_id, $2 split | moved, $3 by, $4 now
update incident_join set ended_at = from_ms($4), ended_by = $3, end_kind = $2 where case_id = $1 and ended_at is null
returning leads

-- $1 case_id, $2 name, $3 now
update case_clock set stopped_at = greatest(started_at, from_ms($3)) where case_id = $1 and name = $2 and stopped_at is null
returning clock_id

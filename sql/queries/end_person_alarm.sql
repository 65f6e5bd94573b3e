-- $1 alarm_id, $2 now
update person_alarm set ended_at = greatest(began_at, from_ms($2)) where alarm_id = $1 and ended_at is null
returning alarm_id

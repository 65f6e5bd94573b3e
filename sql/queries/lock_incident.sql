-- The case, locked, with what decides whether it may join or lead. $1 number
select case_id, number, version, status, priority, incident from case_file where number = $1 for update

-- $1 number
select case_id, version, status, assignee from case_file where number = $1 for update

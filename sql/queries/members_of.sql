-- Cases joined to this one, in order of number, locked. $1 number of the leading case
select case_id, number, version, status, priority from case_file where incident = $1 order by number for update

-- $1 number, $2 agent
delete from draft where agent = $2 and case_id = (select case_id from case_file where number = $1)

-- $1 number
select f.code, f.value from case_fact f join case_file c on c.case_id = f.case_id where c.number = $1

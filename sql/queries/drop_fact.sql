-- $1 number, $2 code
delete from case_fact f using case_file c where c.number = $1 and f.case_id = c.case_id and f.code = $2 returning f.code

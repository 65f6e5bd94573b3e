-- $1 number, $2 agent
select d.text from draft d join case_file c on c.case_id = d.case_id where c.number = $1 and d.agent = $2

-- $1 number, $2 agent_id
delete from case_watch w using case_file c where c.case_id = w.case_id and c.number = $1 and w.agent_id = $2
returning w.case_id

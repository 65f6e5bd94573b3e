-- Readings of before that nobody has decided about. $1 number
delete from incident_suggestion s using case_file c where c.number = $1 and s.case_id = c.case_id and s.state = 'open'

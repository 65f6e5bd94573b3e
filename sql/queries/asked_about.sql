-- $1 number
select l.number from incident_suggestion s
join case_file c on c.case_id = s.case_id join case_file l on l.case_id = s.leads
where c.number = $1 and s.state = 'asked' order by s.suggestion_id desc limit 1

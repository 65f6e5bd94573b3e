-- Of the incident that this case leads or is joined to. $1 number
select p.title from case_file c
join case_file l on l.number = coalesce(c.incident, c.number)
join incident_parent p on p.leads = l.case_id where c.number = $1

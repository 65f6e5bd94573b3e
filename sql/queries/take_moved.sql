-- $1 most
delete from incident_moved m using case_file c
where m.case_id in (select case_id from incident_moved order by case_id limit $1 for update skip locked) and c.case_id = m.case_id
returning c.number, c.status

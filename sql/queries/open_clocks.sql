-- $1 after clock_id, $2 limit
select c.number, c.topic, c.division, k.* from clock_shown k join case_file c on c.case_id = k.k_case_id
where k.clock_id > $1 and k.k_stopped_ms is null and c.status <> 'closed' order by k.clock_id limit $2

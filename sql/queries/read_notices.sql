-- $1 agent_id, $2 number or '' for all, $3 now
update agent_notice n set read_at = from_ms($3) from case_file c
where c.case_id = n.case_id and n.agent_id = $1 and n.read_at is null and ($2 = '' or c.number = $2)

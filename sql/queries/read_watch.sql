-- $1 number, $2 agent_id
select w.wants, to_ms(w.since) as since_ms from case_watch w join case_file c on c.case_id = w.case_id
where c.number = $1 and w.agent_id = $2

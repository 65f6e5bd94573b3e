-- By case. $1 agent_id
select c.number, count(*) as unread from agent_notice n join case_file c on c.case_id = n.case_id
where n.agent_id = $1 and n.read_at is null group by c.number order by max(n.notice_id) desc

-- Newest first. $1 agent_id, $2 before: notice_id or null, $3 limit
select n.notice_id, c.number, c.topic, to_ms(n.at) as at_ms, n.kind, n.actor, n.text, n.read_at is not null as was_read
from agent_notice n join case_file c on c.case_id = n.case_id
where n.agent_id = $1 and ($2::bigint is null or n.notice_id < $2::bigint)
order by n.notice_id desc limit $3

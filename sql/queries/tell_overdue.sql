-- Each deadline once. $1 now
with told as (
  insert into agent_notice (agent_id, case_id, at, kind, actor, text, once)
  select w.agent_id, c.case_id, from_ms($1), 'overdue', 'auto', '', 'overdue/' || to_ms(c.due_at)
  from case_watch w join case_file c on c.case_id = w.case_id join agent a on a.agent_id = w.agent_id
  where w.wants ? 'overdue' and not a.disabled and c.status <> 'closed' and c.due_at <= from_ms($1)
  on conflict (agent_id, case_id, once) where once <> '' do nothing
  returning case_id
)
select c.number, c.version, count(*) as notices from told t join case_file c on c.case_id = t.case_id
group by c.number, c.version

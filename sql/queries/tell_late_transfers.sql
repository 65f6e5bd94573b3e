-- Each transfer once: the people who should answer, and those who lead. $1 now
with told as (
  insert into agent_notice (agent_id, case_id, at, kind, actor, text, once)
  select a.agent_id, t.case_id, from_ms($1), 'transfer_late', 'auto', '', 'transfer/' || t.transfer_id
  from case_transfer t join agent a on not a.disabled
    and (a.role in ('supervisor', 'admin') or a.role in ('agent', 'approver') and a.division = t.to_division)
  where t.state = 'waiting' and t.due_at <= from_ms($1)
  on conflict (agent_id, case_id, once) where once <> '' do nothing
  returning case_id
)
select c.number, c.version, count(*) as notices from told t join case_file c on c.case_id = t.case_id
group by c.number, c.version

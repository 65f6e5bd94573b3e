-- $1 number
select a.name from case_watch w join case_file c on c.case_id = w.case_id join agent a on a.agent_id = w.agent_id
where c.number = $1 and not a.disabled order by lower(a.name)

-- Both ways, the likeliest first: what this case may belong to, and what may belong to it. Not while one is joined,
-- closed, or both are of one incident. $1 case_id
select s.suggestion_id, s.leads = $1 as here, o.number, o.status, o.priority, o.network, s.likelihood, s.distance_m, s.advice,
       s.why, s.state, s.by_agent, to_ms(s.made_at) as made_ms, v.text
from incident_suggestion s
join case_file c on c.case_id = $1
join case_file m on m.case_id = s.case_id
join case_file l on l.case_id = s.leads
join case_file o on o.case_id = case when s.leads = $1 then s.case_id else s.leads end
join post p on p.post_id = o.first_post_id join post_version v on v.post_id = p.post_id and v.version = p.version
where (s.case_id = $1 or s.leads = $1)
  and (s.state = 'declined' or s.state in ('open', 'asked') and m.incident is null and l.incident is distinct from m.number
       and m.status <> 'closed' and l.status <> 'closed')
order by (s.state = 'declined'), s.likelihood desc, s.suggestion_id limit 40

-- Who is joined to this case, and since when. $1 case_id
select c.number, c.status, c.priority, c.network, c.resident_handle, c.language, v.text, j.how, j.by_agent,
       to_ms(j.joined_at) as joined_ms
from incident_join j join case_file c on c.case_id = j.case_id
join post p on p.post_id = c.first_post_id join post_version v on v.post_id = p.post_id and v.version = p.version
where j.leads = $1 and j.ended_at is null order by c.case_id limit 500

-- $1 number
select c.number, c.topic, c.priority, c.incident, c.location, to_ms(c.opened_at) as opened_ms, p.kind as post_kind, v.text,
       f.body as finding
from case_file c
join post p on p.post_id = c.first_post_id join post_version v on v.post_id = p.post_id and v.version = p.version
left join finding f on f.post_id = p.post_id
where c.number = $1 and jsonb_typeof(c.location) = 'object'

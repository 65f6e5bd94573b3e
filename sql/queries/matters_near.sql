-- Open cases of one topic in a box, or with the same name of their place, newest first; `finding` says by which words
-- the topic was found. $1 topic, $2 number (not itself), $3 opened since, $4 lat from, $5 lat to, $6 lon from, $7 lon to
-- (all four null without a point), $8 name of the place, $9 most
with near as (
  select case_id from case_file
  where status <> 'closed' and topic = $1 and (location ->> 'lat')::float8 between $4::float8 and $5::float8
    and (location ->> 'lon')::float8 between $6::float8 and $7::float8 and opened_at >= from_ms($3)
  union
  select case_id from case_file
  where status <> 'closed' and topic = $1 and place_key(location ->> 'text') = place_key($8) and place_key($8) <> ''
    and opened_at >= from_ms($3)
)
select c.number, c.topic, c.priority, c.incident, c.location, to_ms(c.opened_at) as opened_ms, p.kind as post_kind, v.text,
       f.body as finding
from near n join case_file c on c.case_id = n.case_id
join post p on p.post_id = c.first_post_id join post_version v on v.post_id = p.post_id and v.version = p.version
left join finding f on f.post_id = p.post_id
where c.number <> $2
order by c.opened_at desc, c.case_id desc limit $9

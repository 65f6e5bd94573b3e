-- Linked ones, and open ones of the same topic and neighbourhood. $1 episode, $2 limit
select c.number, c.status, c.topic, to_ms(c.opened_at) as opened_ms, coalesce(c.location ->> 'neighborhood', '') as neighborhood,
       l.episode is not null as linked
from case_file c left join hot_link l on l.episode = $1 and l.case_id = c.case_id
where c.case_id in (
  select case_id from hot_link where episode = $1
  union all
  select o.case_id from hot_topic h join case_file o on o.status <> 'closed' and o.topic = h.topic
    and (h.neighborhood = '' or o.location ->> 'neighborhood' = h.neighborhood)
  where h.episode = $1 and h.topic <> '')
order by (l.episode is null), c.opened_at desc, c.case_id desc limit $2

-- Posts in the order in which they were decided; events of other kinds have no post. Numbers are given in the order of
-- commits, so nothing below a number that was seen comes later. $1 event_id, $2 up to event_id or null, $3 limit
select w.event_id, to_ms(w.at) as told_ms, s.*, f.body as finding
from (select event_id, at, kind, object from event
      where event_id > $1 and ($2::bigint is null or event_id <= $2) order by event_id limit $3) w
left join lateral (
  select * from post_shown p where p.post_id = case when w.kind = 'post' then w.object::bigint end
    and p.state in ('ignored', 'review', 'case')) s on true
left join finding f on f.post_id = s.post_id
order by w.event_id

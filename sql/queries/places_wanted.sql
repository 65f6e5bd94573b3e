-- Young open cases whose place has words and no point, what private messages said left out; the oldest first. With
-- the point where it is known by now. $1 service, $2 opened after, $3 answers since, $4 limit
with waiting as (
  select c.number, c.opened_at, c.location ->> 'text' as words, left(lower(btrim(c.location ->> 'text')), 200) as place
  from case_file c
  where c.status <> 'closed' and c.opened_at > from_ms($2)
    and c.location ->> 'kind' in ('address', 'block', 'intersection', 'landmark')
    and c.location ->> 'lat' is null
    and not exists (
      select from case_post cp join post p on p.post_id = cp.post_id
      where cp.case_id = c.case_id and p.kind = 'direct_message')
)
select w.number, w.words, w.place, f.lat, f.lon from waiting w
left join place_found f on f.service = $1 and f.place = w.place and f.asked_at > from_ms($3)
where w.place <> '' and (f.place is null or f.lat is not null)
order by w.opened_at, w.number limit $4

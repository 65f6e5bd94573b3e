-- $1 from, $2 to, $3 after: case_id or null, $4 limit
with touched as (
  select case_id from case_file where opened_at >= from_ms($1) and opened_at < from_ms($2)
  union select case_id from case_file where status = 'closed' and closed_at >= from_ms($1) and closed_at < from_ms($2)
  union select case_id from case_transfer where started_at >= from_ms($1) and started_at < from_ms($2)
)
select c.case_id, c.division, c.topic, to_ms(c.opened_at) as opened_ms, to_ms(c.closed_at) as closed_ms,
       to_ms(c.due_at) as due_ms, c.contacts, t.resident_posts, t.reopened, t.moves,
       (select count(*) from case_transfer x where x.case_id = c.case_id and x.started_at >= from_ms($1)
          and x.started_at < from_ms($2))::int as transfers
from touched join case_file c using (case_id) join case_contact t using (case_id)
where $3::bigint is null or c.case_id > $3::bigint
order by c.case_id limit $4

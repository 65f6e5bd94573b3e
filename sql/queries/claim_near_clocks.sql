-- $1 now, $2 limit
with taken as (
  select k.clock_id from case_clock k
  where k.stopped_at is null and k.warned_at is null and k.warn_at <= from_ms($1)
    and (k.due_at is null or k.due_at > from_ms($1))
  order by k.warn_at, k.clock_id limit $2 for update of k skip locked
)
update case_clock k set warned_at = from_ms($1) from taken t where k.clock_id = t.clock_id returning k.clock_id

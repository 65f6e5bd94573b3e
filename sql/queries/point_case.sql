-- Only where the place is still the one that was asked about. $1 number, $2 its words, $3 lat, lon and neighborhood
-- (json), $4 by whom, $5 now
with placed as (
  update case_file set location = location || $3::jsonb, version = version + 1, changed_at = from_ms($5)
  where number = $1 and location ->> 'text' = $2 and location ->> 'lat' is null and status <> 'closed'
  returning case_id, version
), noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($5), 'auto', 'location', $2::text || ' (' || $4::text || ')' from placed
)
select version from placed

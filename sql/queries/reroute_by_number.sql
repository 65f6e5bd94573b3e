-- $1 number, $2 topic, $3 service_code, $4 division, $5 reason, $6 now
with moved as (
  update case_file set topic = $2, service_code = $3, division = $4, version = version + 1, changed_at = from_ms($6)
  where number = $1 and status <> 'closed' and topic <> $2
  returning case_id, version
), noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($6), 'auto', 'rerouted', $2 || ', ' || $4 || ': ' || $5 from moved
)
select version from moved

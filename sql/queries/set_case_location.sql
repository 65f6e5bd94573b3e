-- $1 number, $2 location (json), $3 now
with placed as (
  update case_file set location = $2::jsonb, version = version + 1, changed_at = from_ms($3)
  where number = $1 returning case_id, version
), noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($3), 'auto', 'location', coalesce($2::jsonb ->> 'text', '') from placed
)
select version from placed

-- A line in the history; people see it at once. $1 number, $2 actor, $3 kind, $4 text, $5 now
with noted as (
  insert into case_event (case_id, at, actor, kind, text)
  select case_id, from_ms($5), $2, $3, $4 from case_file where number = $1
)
update case_file set version = version + 1, changed_at = from_ms($5) where number = $1 returning version

-- $1 case ids (json)
select version, body from clock_policy where version in (
  select calendar from case_clock where case_id in (select value::bigint from jsonb_array_elements_text($1::jsonb)))

-- $1 case ids (json)
delete from clock_owed where case_id in (select value::bigint from jsonb_array_elements_text($1::jsonb))

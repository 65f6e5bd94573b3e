-- $1 case ids (json)
select * from clock_shown where k_case_id in (select value::bigint from jsonb_array_elements_text($1::jsonb))
order by k_case_id, clock_id

-- $1 clock ids (json)
select s.*, k.* from clock_shown k join case_shown s on s.case_id = k.k_case_id
where k.clock_id in (select value::bigint from jsonb_array_elements_text($1::jsonb)) order by k.clock_id

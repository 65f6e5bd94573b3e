-- $1 case ids (json)
select case_id, to_ms(from_at) as from_ms, to_ms(to_at) as to_ms, kind, why, by_agent, ended_by
from case_pause where case_id in (select value::bigint from jsonb_array_elements_text($1::jsonb))
order by case_id, pause_id

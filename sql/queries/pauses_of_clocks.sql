-- $1 clock ids (json)
select k.clock_id, to_ms(p.from_at) as from_ms, to_ms(p.to_at) as to_ms, p.kind, p.why, p.by_agent, p.ended_by
from case_clock k join case_pause p on p.case_id = k.case_id
where k.clock_id in (select value::bigint from jsonb_array_elements_text($1::jsonb)) order by k.clock_id, p.pause_id

-- $1 list of {case_id, due_ms} (json), $2 now
update case_file c set due_at = from_ms(t.due_ms), changed_at = greatest(c.changed_at, from_ms($2))
from jsonb_to_recordset($1::jsonb) as t(case_id bigint, due_ms bigint)
where c.case_id = t.case_id and c.status <> 'closed' and c.due_at is distinct from from_ms(t.due_ms)
returning c.number, c.version

-- Nothing where this resident was asked about this incident. $1 number, $2 intent_id, $3 now
insert into survey (case_id, leads, network, resident_id, intent_id, made_at)
select c.case_id, l.case_id, c.network, c.resident_id, $2, from_ms($3)
from case_file c join case_file l on l.number = coalesce(c.incident, c.number) where c.number = $1
on conflict (leads, network, resident_id) where withdrawn_at is null do nothing
returning survey_id

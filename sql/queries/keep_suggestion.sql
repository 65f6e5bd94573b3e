-- The newest reading of a pair that nobody has decided about. $1 number, $2 leading number, $3 likelihood, $4 distance_m or
-- null, $5 advice, $6 why, $7 state, $8 now
insert into incident_suggestion (case_id, leads, topic, likelihood, distance_m, advice, why, state, by_agent, made_at,
                                 changed_at)
select c.case_id, l.case_id, c.topic, $3, $4, $5, $6, $7, 'auto', from_ms($8), from_ms($8)
from case_file c, case_file l where c.number = $1 and l.number = $2 and c.case_id <> l.case_id
on conflict (case_id, leads) do update set likelihood = excluded.likelihood, distance_m = excluded.distance_m,
  advice = excluded.advice, why = excluded.why, state = excluded.state, changed_at = excluded.changed_at
where incident_suggestion.state = 'open'

-- Nothing where one waits. $1 case_id, $2 to, $3 outside, $4 why, $5 by, $6 now, $7 target_min or null, $8 due ms or null,
-- $9 state, $10 flag
insert into case_transfer (case_id, from_division, to_division, outside, why, started_by, started_at, target_min, due_at,
                           state, flag, answered_by, answered_at)
select case_id, division, $2, $3, $4, $5, from_ms($6), $7, from_ms($8), $9, $10,
       case when $9 = 'waiting' then '' else $5 end, case when $9 <> 'waiting' then from_ms($6) end
from case_file where case_id = $1
on conflict (case_id) where state = 'waiting' do nothing
returning transfer_id, from_division

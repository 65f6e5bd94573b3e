-- Read to the end of what the network has: filled, unless it does not go back far enough; then what is left is lost.
-- $1 gap_id, $2 filled | lost, $3 reason or '', $4 now
update poll_gap
set closed_at = from_ms($4), reason = case when $3 = '' then reason else $3 end,
    outcome = case when $3 <> '' or reason <> '' then 'lost' else $2 end
where gap_id = $1 and closed_at is null
returning outcome, estimate

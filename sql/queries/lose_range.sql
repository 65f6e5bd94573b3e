-- A range that was never open: it cannot be read any more. Kept for ever, once.
-- $1 feed_id, $2 lo_id, $3 hi_id, $4 lo_at or null, $5 hi_at or null, $6 reason, $7 now, $8 estimate
insert into poll_gap (feed_id, lo_id, hi_id, top_id, lo_at, hi_at, reason, opened_at, closed_at, outcome, estimate)
select $1, $2, $3, $3, from_ms($4), from_ms($5), $6, from_ms($7), from_ms($7), 'lost', $8
where not exists (select from poll_gap where feed_id = $1 and lo_id = $2 and top_id = $3 and outcome = 'lost')

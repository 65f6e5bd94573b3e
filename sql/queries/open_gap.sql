-- $1 feed_id, $2 lo_id, $3 hi_id, $4 lo_at or null, $5 hi_at or null, $6 estimate, $7 now,
-- $8 why its lower part cannot be read, or '', $9 lower time to ask for or null
insert into poll_gap (feed_id, lo_id, hi_id, top_id, lo_at, hi_at, estimate, opened_at, reason, ask_at)
values ($1, $2, $3, $3, from_ms($4), from_ms($5), $6, from_ms($7), $8, coalesce(from_ms($9), from_ms($4)))
on conflict (feed_id, lo_id, top_id) where closed_at is null do update set estimate = poll_gap.estimate
returning gap_id

-- $1 case_id, $2 name, $3 span_min, $4 basis, $5 targets, $6 calendar, $7 now
insert into case_clock (case_id, name, span_min, basis, targets, calendar, topic, priority, started_at)
select case_id, $2, $3, $4, $5, $6, topic, priority, from_ms($7) from case_file where case_id = $1
on conflict (case_id, name) where stopped_at is null do nothing returning clock_id

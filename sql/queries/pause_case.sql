-- $1 number, $2 kind, $3 why, $4 by, $5 now
insert into case_pause (case_id, from_at, kind, why, by_agent)
select case_id, from_ms($5), $2, $3, $4 from case_file where number = $1 and status <> 'closed'
on conflict (case_id, kind) where to_at is null do nothing returning pause_id

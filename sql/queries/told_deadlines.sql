-- Ids of clocks that were told in [from, to). $1 from, $2 to, $3 limit
select clock_id from case_clock
where warned_at >= from_ms($1) and warned_at < from_ms($2) or breached_at >= from_ms($1) and breached_at < from_ms($2)
order by due_at, clock_id limit $3

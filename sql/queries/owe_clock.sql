-- $1 case_id, $2 now
select owe_clock($1, from_ms($2))

-- $1 asked before, $2 days of calls before
with old as (delete from place_found where asked_at < from_ms($1))
delete from place_calls where day < (from_ms($2) at time zone 'UTC')::date

-- $1 service, $2 now
select coalesce((select calls from place_calls
                 where service = $1 and day = (from_ms($2) at time zone 'UTC')::date), 0) as calls

-- A row while the day's calls are not used up. $1 service, $2 now, $3 calls a day
insert into place_calls (day, service, calls) values ((from_ms($2) at time zone 'UTC')::date, $1, 1)
on conflict (day, service) do update set calls = place_calls.calls + 1 where place_calls.calls < $3::int
returning calls

-- $1 service, $2 place, $3 lat or null, $4 lon or null, $5 now
insert into place_found (service, place, lat, lon, asked_at) values ($1, $2, $3, $4, from_ms($5))
on conflict (service, place) do update
set lat = excluded.lat, lon = excluded.lon, asked_at = excluded.asked_at

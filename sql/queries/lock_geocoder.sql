-- One asker for the whole city. Lives as long as this connection.
select pg_try_advisory_lock(hashtextextended('social311.geocoder', 0)) as got

-- One detector and one messenger for the whole city. Lives as long as this connection. $1 which
select pg_try_advisory_lock(hashtextextended('social311.trends:' || $1, 0)) as got

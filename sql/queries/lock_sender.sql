-- Lives as long as this connection. $1 account_key
select pg_try_advisory_lock(hashtextextended('social311.sender:' || $1, 0)) as got

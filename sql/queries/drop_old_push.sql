-- The measure of push goes back one day. $1 before
delete from push_seen where at < from_ms($1)

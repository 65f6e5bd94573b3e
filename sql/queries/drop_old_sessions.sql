-- $1 created before
delete from session where created_at < from_ms($1)

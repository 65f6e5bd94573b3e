-- $1 now
update reply_attempt set ended_at = from_ms($1), outcome = 'unknown', message = 'the database was restored'
where ended_at is null

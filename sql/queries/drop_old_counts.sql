-- Only what is rolled up. $1 five minutes before, $2 hours before, $3 rolled to
with fine as (delete from topic_count where bucket_at < least(from_ms($1), from_ms($3)))
delete from topic_count_long where span = 'hour' and bucket_at < from_ms($2)

-- Never back: a page that is kept again, or of which only old posts are left, leaves it where it is.
-- $1 feed_id, $2 newest_id, $3 newest_at or null
update feed set newest_id = $2, newest_at = from_ms($3)
where feed_id = $1 and (newest_at is null or $3::bigint is null or from_ms($3) >= newest_at)

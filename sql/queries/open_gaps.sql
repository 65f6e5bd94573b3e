-- Newest first: what was said last is needed first. $1 feed_id
select gap_id, feed_id, lo_id, hi_id, to_ms(lo_at) as lo_ms, to_ms(hi_at) as hi_ms, estimate, to_ms(ask_at) as ask_ms,
       tries, to_ms(next_at) as next_ms
from poll_gap where feed_id = $1 and closed_at is null
order by coalesce(hi_at, opened_at) desc, gap_id desc

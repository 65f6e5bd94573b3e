-- Open gaps of every feed, and the newest lost ones. $1 lost ones a feed
select feed_id, to_ms(lo_at) as lo_ms, to_ms(hi_at) as hi_ms, to_ms(opened_at) as opened_ms, estimate, reason, lost
from (
  select g.*, g.outcome = 'lost' as lost,
         row_number() over (partition by g.feed_id, g.outcome order by g.gap_id desc) as place
  from poll_gap g where g.closed_at is null or g.outcome = 'lost'
) as ranges
where not coalesce(lost, false) or place <= $1
order by feed_id, gap_id desc

-- $1 what ('' = all), $2 limit; newest first
select what, channel, state, tries, to_ms(created_at) as created_ms, to_ms(next_at) as next_ms, to_ms(sent_at) as sent_ms, error
from hot_delivery where $1 = '' or what = $1 order by created_at desc, what, channel limit $2

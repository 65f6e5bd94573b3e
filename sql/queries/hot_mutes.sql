-- Those in force. $1 now
select mute_id, kind, name, neighborhood, to_ms(until_at) as until_ms, why, by_agent, to_ms(created_at) as created_ms
from hot_mute where ended_at is null and until_at > from_ms($1) order by mute_id desc limit 200

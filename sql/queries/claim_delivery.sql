-- $1 now
update hot_delivery d set state = 'trying', tries = d.tries + 1, tried_at = from_ms($1)
where (d.what, d.channel) = (select what, channel from hot_delivery where state = 'waiting' and next_at <= from_ms($1)
                             order by next_at, what, channel limit 1 for update skip locked)
returning d.what, d.channel, d.tries

select channel, state, count(*) as messages from hot_delivery group by channel, state

select position, to_ms(rolled_to) as rolled_ms from trends_state

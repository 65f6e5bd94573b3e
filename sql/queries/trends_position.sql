select position, to_ms(rolled_to) as rolled_ms, recounted from trends_state

-- What is usual around an episode. $1 episode
select to_ms(from_at) as from_ms, span_s, expected, low, high from hot_band where episode = $1 order by from_at

-- One look: as usual (1) or not (0). $1 episode, $2 as usual, $3 looks that end it, $4 now
update hot_topic set quiet = case when $2 then quiet + 1 else 0 end,
  state = case when $2 and quiet + 1 >= $3 then 'over' else state end,
  over_at = case when $2 and quiet + 1 >= $3 then from_ms($4) end,
  version = version + case when $2 and quiet + 1 >= $3 then 1 else 0 end
where episode = $1 and state <> 'over' and ($2 or quiet > 0) returning state, version

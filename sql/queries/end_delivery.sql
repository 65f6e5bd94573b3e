-- $1 what, $2 channel, $3 state, $4 error, $5 next_at or null, $6 now
update hot_delivery set state = $3, error = $4, next_at = coalesce(from_ms($5), next_at),
  sent_at = case when $3 = 'sent' then from_ms($6) end
where what = $1 and channel = $2 and state = 'trying' returning what

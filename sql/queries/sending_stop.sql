-- $1 account_key or '' for all
select why as stop_why, by_agent as stop_by, to_ms(since) as stop_ms from sending_stop where account_key = $1

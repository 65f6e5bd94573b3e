-- $1 moment
update trends_state set rolled_to = from_ms($1)

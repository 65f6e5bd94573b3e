-- Nothing when it is stopped already. $1 account_key or '' for all, $2 why, $3 agent, $4 now
insert into sending_stop (account_key, why, by_agent, since) values ($1, $2, $3, from_ms($4)) on conflict do nothing

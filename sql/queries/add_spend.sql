-- $1 account_key, $2 calls, $3 reads, $4 micro_usd, $5 now
insert into account_spend (account_key, day, calls, reads, micro_usd)
values ($1, (from_ms($5) at time zone 'UTC')::date, $2, $3, $4)
on conflict (account_key, day) do update
set calls = account_spend.calls + excluded.calls, reads = account_spend.reads + excluded.reads,
    micro_usd = account_spend.micro_usd + excluded.micro_usd

-- Of the UTC day and its month, account by account. $1 account_key or '' for all, $2 now
select account_key,
       coalesce(sum(calls) filter (where day = today), 0)::bigint as calls,
       coalesce(sum(reads) filter (where day = today), 0)::bigint as reads,
       coalesce(sum(micro_usd) filter (where day = today), 0)::bigint as micro_usd,
       sum(calls)::bigint as month_calls, sum(reads)::bigint as month_reads, sum(micro_usd)::bigint as month_micro_usd
from account_spend, (select (from_ms($2) at time zone 'UTC')::date as today) as t
where ($1 = '' or account_key = $1) and day >= date_trunc('month', today)::date and day <= today
group by account_key order by account_key

-- Oldest first. $1 account_key, $2 now, $3 limit
select network_id, tries from push_wanted where account_key = $1 and next_at <= from_ms($2)
order by at, network_id limit $3

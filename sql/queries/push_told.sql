-- The first time counts. $1 account_key, $2 ids (json list), $3 now
insert into push_seen (account_key, network_id, at)
select distinct $1, id, from_ms($3) from jsonb_array_elements_text($2::jsonb) as t(id)
on conflict do nothing

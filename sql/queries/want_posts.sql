-- Told of again: read again, from the first try on. $1 account_key, $2 ids (json list), $3 now
insert into push_wanted (account_key, network_id, at, next_at)
select distinct $1, id, from_ms($3), from_ms($3) from jsonb_array_elements_text($2::jsonb) as t(id)
on conflict (account_key, network_id) do update set at = excluded.at, next_at = excluded.next_at, tries = 0

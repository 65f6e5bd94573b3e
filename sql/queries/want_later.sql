-- $1 account_key, $2 ids (json list), $3 when
update push_wanted set tries = tries + 1, next_at = from_ms($3)
where account_key = $1 and network_id in (select jsonb_array_elements_text($2::jsonb))

-- Looked at again. $1 account_key, $2 ids that were judged (json list), $3 now, $4 ids that were asked for in vain (json list),
-- $5 when to ask for these again
update post p set checked_at = case when $2::jsonb ? p.network_id then from_ms($3) else p.checked_at end,
                  check_after = case when $2::jsonb ? p.network_id then null else from_ms($5) end
where p.network = split_part($1, '/', 1) and p.server = server_of($1)
  and p.network_id in (select jsonb_array_elements_text($2::jsonb || $4::jsonb))

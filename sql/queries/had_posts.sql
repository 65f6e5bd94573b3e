-- Read, or given up. What push told of meanwhile stays. $1 account_key, $2 ids (json list), $3 asked at
delete from push_wanted where account_key = $1 and at <= from_ms($3)
  and network_id in (select jsonb_array_elements_text($2::jsonb))

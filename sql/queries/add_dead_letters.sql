-- $1 feed_id, $2 raw items (json list of texts), $3 error, $4 now
insert into dead_letter (feed_id, raw, error, seen_at)
select $1, raw, $3, from_ms($4) from jsonb_array_elements_text($2::jsonb) as raw
on conflict do nothing

-- By number (or its beginning) or by words of the first post; last opened first.
-- $1 search, $2 topic or '', $3 before: opened ms or null, $4 before: case_id, $5 limit
select * from case_line
where case_id in (
    select case_id from case_words where words @@ plainto_tsquery('simple', $1)
    union select case_id from case_file where starts_with(number, $1))
  and ($2 = '' or topic = $2)
  and ($3::bigint is null or (opened_at, case_id) < (from_ms($3), $4::bigint))
order by opened_at desc, case_id desc limit $5

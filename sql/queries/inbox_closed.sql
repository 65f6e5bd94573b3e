-- Last closed first. $1 topic or '', $2 before: closed ms or null, $3 before: case_id, $4 limit
select * from case_line
where status = 'closed' and ($1 = '' or topic = $1)
  and ($2::bigint is null or (closed_at, case_id) < (from_ms($2), $3::bigint))
order by closed_at desc, case_id desc limit $4

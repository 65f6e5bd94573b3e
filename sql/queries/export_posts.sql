-- $1 since ms or null, $2 after: changed ms or null, $3 after: post_id, $4 limit
select s.*, c.number as case_number from post_shown s
left join case_post cp on cp.post_id = s.post_id
left join case_file c on c.case_id = cp.case_id
where ($1::bigint is null or s.changed_at >= from_ms($1))
  and ($2::bigint is null or (s.changed_at, s.post_id) > (from_ms($2), $3::bigint))
order by s.changed_at, s.post_id limit $4

-- $1 since ms or null, $2 after: changed ms or null, $3 after: case_id, $4 limit
select * from case_shown
where ($1::bigint is null or changed_at >= from_ms($1))
  and ($2::bigint is null or (changed_at, case_id) > (from_ms($2), $3::bigint))
order by changed_at, case_id limit $4

-- $1 case_id
select code, value, source, coalesce(post_id, 0) as post_id, by_agent, to_ms(at) as at_ms from case_fact
where case_id = $1 order by code

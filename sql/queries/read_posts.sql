-- After they were locked, so that the newest text is read. $1 post ids (json list)
select s.*, v.raw from post_shown s
join post_version v on v.post_id = s.post_id and v.version = s.version
where s.post_id in (select value::bigint from jsonb_array_elements_text($1::jsonb) as value)
order by s.created_at, s.post_id

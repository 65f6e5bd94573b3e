-- The resident's newest post that is still there. $1 number
select p.* , v.raw from case_file c join case_post cp on cp.case_id = c.case_id
join post_shown p on p.post_id = cp.post_id join post_version v on v.post_id = p.post_id and v.version = p.version
where c.number = $1 and p.network = c.network and p.author_id = c.resident_id and p.state not in ('deleted', 'own')
order by p.created_at desc, p.post_id desc limit 1

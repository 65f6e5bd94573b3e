-- $1 number
select count(*) as posts from case_file c join case_post cp on cp.case_id = c.case_id join post p on p.post_id = cp.post_id
where c.number = $1 and p.state not in ('deleted', 'own') and p.author_id = c.resident_id and p.network = c.network

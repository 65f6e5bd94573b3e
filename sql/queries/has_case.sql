-- $1 post_id
select exists (select from case_post where post_id = $1) as yes

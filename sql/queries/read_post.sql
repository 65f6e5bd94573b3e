-- $1 post_id
select s.*, v.raw, f.body as finding from post_shown s
join post_version v on v.post_id = s.post_id and v.version = s.version
left join finding f on f.post_id = s.post_id
where s.post_id = $1

-- $1 network, $2 author_id, $3 account_key
select c.number from case_question q join case_file c on c.case_id = q.case_id join post p on p.post_id = c.first_post_id
where q.state in ('open', 'person') and q.private_line and c.network = $1 and c.resident_id = $2
  and p.server = server_of($3) and c.status <> 'closed'
order by q.created_at desc limit 1

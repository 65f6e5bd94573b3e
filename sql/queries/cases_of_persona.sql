-- Open pages that show the resident read again. $1 persona_id
select c.case_id, c.number, c.version
from persona n join case_file c on c.network = n.network and c.resident_id = n.network_id
  join post p on p.post_id = c.first_post_id and p.server = n.server
where n.persona_id = $1 order by c.case_id desc limit 200

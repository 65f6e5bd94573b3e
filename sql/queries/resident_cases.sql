-- Of all personas of the resident, last opened first. $1 number, $2 limit
select s.*, t.resident_posts, t.reopened, t.moves
from personas_of($1) m join case_file c on c.network = m.network and c.resident_id = m.network_id
  join post p on p.post_id = c.first_post_id and p.server = m.server
  join case_shown s on s.case_id = c.case_id join case_contact t on t.case_id = c.case_id
order by c.opened_at desc, c.case_id desc limit $2

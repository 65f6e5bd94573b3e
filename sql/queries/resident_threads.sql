-- $1 number
select count(distinct (p.network, p.server, coalesce(nullif(p.conversation, ''), p.network_id))) as threads
from personas_of($1) m join post p on p.network = m.network and p.server = m.server and p.author_id = m.network_id
  join case_post cp on cp.post_id = p.post_id

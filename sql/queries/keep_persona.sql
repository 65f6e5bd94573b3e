-- Of a case's resident. $1 number
insert into persona (network, server, network_id, handle)
select c.network, p.server, c.resident_id, c.resident_handle
from case_file c join post p on p.post_id = c.first_post_id where c.number = $1
on conflict (network, server, network_id) do update set handle = excluded.handle
returning persona_id, network, server, network_id

-- Live ones and revoked ones, newest first. $1 number
with mine as (select persona_id from personas_of($1) where persona_id is not null)
select l.link_id, l.said, p.network_id as post_id, l.recorded_by, to_ms(l.recorded_at) as recorded_ms, l.revoked_by,
       to_ms(l.revoked_at) as revoked_ms, l.revoked_why,
       a.persona_id as a_id, a.network as a_network, a.server as a_server, a.network_id as a_network_id, a.handle as a_handle,
       b.persona_id as b_id, b.network as b_network, b.server as b_server, b.network_id as b_network_id, b.handle as b_handle
from persona_link l join persona a on a.persona_id = l.persona_a join persona b on b.persona_id = l.persona_b
  left join post p on p.post_id = l.post_id
where l.persona_a in (select persona_id from mine) or l.persona_b in (select persona_id from mine)
order by l.link_id desc limit 100

-- The case's own first. $1 number
select persona_id, network, server, network_id, handle, own from personas_of($1) order by own desc, network, persona_id

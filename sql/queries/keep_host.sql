-- The first host of a network has its ids under '', each further one under its own name. Nothing when it is known;
-- nothing either when another process has just taken '' (then ask again). $1 network, $2 host
insert into id_space (network, host, server)
select $1, $2, case when exists (select from id_space where network = $1) then $2 else '' end
on conflict do nothing

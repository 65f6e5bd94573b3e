-- $1 events (json list, in order)
insert into event (at, kind, object, version)
select from_ms((e ->> 'at')::bigint), e ->> 'kind', e ->> 'object', (e ->> 'version')::bigint
from jsonb_array_elements($1::jsonb) with ordinality as t(e, place) order by place

-- $1 episode, $2 points (json list)
insert into hot_band (episode, from_at, span_s, expected, low, high)
select $1, from_ms(b.at), b.span_s, b.expected, b.low, b.high
from jsonb_to_recordset($2::jsonb) as b(at bigint, span_s bigint, expected double precision, low double precision, high double precision)
on conflict (episode, from_at) do nothing

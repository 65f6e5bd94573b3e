-- Why: every moment crosses to the program and back in one form, milliseconds since 1970 in UTC.
create function from_ms(value bigint) returns timestamptz
  language sql immutable parallel safe
  return to_timestamp(value / 1000.0);

create function to_ms(value timestamptz) returns bigint
  language sql immutable parallel safe
  return (extract(epoch from value) * 1000)::bigint;

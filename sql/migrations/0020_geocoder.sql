-- Why: a place is asked of somebody else's service once, whoever names it, and never more often a day than allowed.

create table place_found (
  service  text not null,                      -- which one answered: another one may know more
  place    text not null,                      -- what was asked: lower case, at most 200 characters
  lat      double precision,                   -- both null: not surely one point of the city
  lon      double precision,
  asked_at timestamptz not null,
  primary key (service, place),
  check ((lat is null) = (lon is null))
);

create table place_calls (                     -- counted before they leave
  day     date not null,                       -- UTC
  service text not null,
  calls   int not null,
  primary key (day, service)
);

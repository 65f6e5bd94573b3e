// Places without a point and what a geocoder said of them.
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

std::optional<double> maybe_real(const pqxx::row& row, const char* column) {
  const auto field = row[column];
  return field.is_null() ? std::nullopt : std::optional(field.as<double>());
}

std::string write_point(const CasePoint& found) {
  JsonWriter json;
  json.object().member("lat", found.point.lat).member("lon", found.point.lon);
  return json.member("neighborhood", storable(found.neighborhood)).str();
}

WantedPlace read_wanted(const pqxx::row& row) {
  WantedPlace wanted{.case_number = text_of(row, "number"),
                     .words = text_of(row, "words"),
                     .place = text_of(row, "place")};
  const auto lat = maybe_real(row, "lat");
  const auto lon = maybe_real(row, "lon");
  if (lat && lon) wanted.known = FoundPoint{*lat, *lon};
  return wanted;
}

}  // namespace

bool PgStore::lock_geocoder() {
  return in_turn(connection_,
                 [](Turn& turn) { return flag_of(*turn.row("lock_geocoder"), "got"); });
}

std::vector<WantedPlace> PgStore::places_wanted(const PlacesAsk& ask) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<WantedPlace> wanted;
    for (const auto& row : turn.run("places_wanted", ask.service, ms(ask.opened_after),
                                    ms(ask.answered_after), ask.limit))
      wanted.push_back(read_wanted(row));
    return wanted;
  });
}

bool PgStore::count_place_call(const std::string& service, int calls_day, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return turn.row("count_place_call", service, ms(now), calls_day).has_value();
  });
}

int PgStore::place_calls(const std::string& service, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return small_of(*turn.row("place_calls", service, ms(now)), "calls");
  });
}

void PgStore::keep_place(const std::string& service, const std::string& place,
                         const std::optional<FoundPoint>& point, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    const auto lat = point ? std::optional(point->lat) : std::nullopt;
    const auto lon = point ? std::optional(point->lon) : std::nullopt;
    turn.run("keep_place", service, place, lat, lon, ms(now));
  });
}

bool PgStore::point_case(const WantedPlace& wanted, const CasePoint& found, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("point_case", wanted.case_number, wanted.words, write_point(found),
                              found.by, ms(now));
    if (row) turn.tell("case", wanted.case_number, number_of(*row, "version"), now);
    return row.has_value();
  });
}

void PgStore::forget_places(Instant asked_before, Instant called_before) {
  in_turn(connection_,
          [&](Turn& turn) { turn.run("forget_places", ms(asked_before), ms(called_before)); });
}

}  // namespace social311::sql

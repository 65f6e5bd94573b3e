#include "simulator/city_weeks.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "core/json.h"
#include "service/commands/commands.h"
#include "service/commands/streams.h"

namespace social311::service {
namespace {

std::string line_of(const simulator::CityPost& city) {
  const Post& post = city.post;
  JsonWriter writer;
  writer.object().member("id", post.id).member("network", post.network);
  writer.member("text", post.text).key("author").object().member("id", post.author.id);
  writer.member("handle", post.author.handle).member("name", post.author.name).end();
  writer.member("created_at", post.created_at);
  if (post.lat && post.lon) writer.member("lat", *post.lat).member("lon", *post.lon);
  return writer.str();
}

std::string line_of(const simulator::CityEvent& event) {
  JsonWriter writer;
  writer.object().member("kind", simulator::name_of(event.kind)).member("topic", event.topic);
  writer.member("neighborhood", event.neighborhood).member("first", event.first);
  writer.member("last", event.last).key("ids").list();
  for (const std::string& id : event.ids) writer.value(id);
  return writer.str();
}

Result<std::vector<simulator::CityPlace>> places_of(const std::string& file) {
  if (file.empty()) return simulator::made_up_places();
  const auto in = open_input(file);
  if (!in) return in.fault();
  std::ostringstream text;
  text << in.value()->rdbuf();
  return simulator::read_places(text.str());
}

bool write_city(simulator::CityWeeks& weeks, const std::string& folder) {
  std::ofstream events(folder + "/events.ndjson");
  for (const auto& event : weeks.events()) events << line_of(event) << '\n';
  std::ofstream posts(folder + "/posts.ndjson");
  simulator::CityPost post;
  while (weeks.next(post)) posts << line_of(post) << '\n';
  events.flush();
  posts.flush();
  return events.good() && posts.good();
}

}  // namespace

int city_weeks(const CityWeeksOptions& options) {
  auto places = places_of(options.geography);
  if (!places) return complain(options.geography + ": " + places.fault().message);
  std::error_code wrong;
  std::filesystem::create_directories(options.out + "/geography", wrong);
  std::ofstream map(options.out + "/geography/city_neighborhoods.geojson");
  map << simulator::write_places(places.value()) << '\n';
  simulator::CityWeeksSettings settings;
  settings.seed = options.seed;
  settings.weeks = options.weeks;
  settings.volume = options.volume;
  settings.bursts_a_week = options.bursts_a_week;
  simulator::CityWeeks weeks(settings, std::move(places).value());
  if (!map.flush().good() || !write_city(weeks, options.out))
    return complain(options.out + ": cannot be written");
  return done;
}

}  // namespace social311::service

#include "service/commands/over_database.h"

#include <charconv>

#include "service/commands/commands.h"
#include "service/database.h"

namespace social311::service {

using namespace std::chrono_literals;

int with_store(const std::string& given,
               const std::function<int(sql::Store&, const Config&)>& body) {
  const auto config = load_or_complain(given);
  if (!config) return bad_usage;
  auto database = open_database(*config);
  if (!database) return complain(database.fault().message);
  auto store = connect(database->options, 5s);
  if (!store) return complain(store.fault().message);
  const auto migrated = (*store)->migrate(SystemClock().now());
  if (!migrated) return complain(migrated.fault().message);
  try {
    return body(**store, *config);
  } catch (const sql::StoreLost& lost) {
    return complain(std::string("the database was lost: ") + lost.what() +
                    "; run the command again");
  }
}

std::optional<Instant> since_of(const std::string& text, Instant now) {
  int count = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string unit(end, text.data() + text.size());
  if (problem == std::errc() && count >= 0 && unit == "d")
    return now - std::chrono::hours(24) * count;
  if (problem == std::errc() && count >= 0 && unit == "h") return now - std::chrono::hours(count);
  return parse_iso8601(text);
}

}  // namespace social311::service

#include "casebridge/load_agencies.h"

#include "casebridge/load_service.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

constexpr std::int64_t most_accept_hours = 24 * 30;  // open hours; more is no transfer but a loss

std::optional<int> hours_of(TomlTable& table, std::string_view key) {
  const auto value = table.number(key, 1, most_accept_hours);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

// A transfer's clock runs in them: nobody may forget to say which.
std::string read_hours_name(TomlTable& table, const City& city) {
  const std::string name = table.text("hours").value_or("");
  if (name.empty())
    table.complain("hours", "the division's hours are missing: \"desk\", or a calendar's name");
  else if (name != "desk" && !city.calendars.contains(name))
    table.complain("hours", "no calendar " + quoted(name, 60) +
                                " in hours.toml; \"desk\" means the desk's hours");
  return name;
}

Division::Kind read_kind(TomlTable& table) {
  const std::string kind = table.text("kind").value_or("division");
  if (kind == "outside") return Division::Kind::outside;
  if (kind != "division") table.complain("kind", "kind is \"division\" or \"outside\"");
  return Division::Kind::division;
}

Division read_division(TomlTable& table, const City& city) {
  Division division;
  division.id = required(table, "id");
  division.name = required(table, "name");
  division.agency = table.text("agency").value_or("");
  if (city.division(division.id))
    table.complain("id", "division " + quoted(division.id, 60) + " twice");
  division.phone = table.text("phone").value_or("");
  division.contact = table.text("contact").value_or("");
  division.queue = table.text("queue").value_or(division.name);
  division.kind = read_kind(table);
  division.hours = read_hours_name(table, city);
  division.accept_hours = hours_of(table, "accept_hours");
  table.finish();
  return division;
}

void read_policy(TomlTable& root, TransferPolicy& policy) {
  auto table = root.table("transfers");
  if (!table) return;
  if (const auto hours = hours_of(*table, "accept_hours")) policy.accept_hours = *hours;
  if (const auto from = table->number("flag_from", 2, 20))
    policy.flag_from = static_cast<int>(*from);
  const std::string tell = table->text("tell_resident").value_or("status_page");
  if (tell == "nothing") policy.tell = TransferPolicy::Tell::nothing;
  if (tell != "nothing" && tell != "status_page")
    table->complain("tell_resident", "tell_resident is \"status_page\" or \"nothing\"");
  table->finish();
}

}  // namespace

void read_agencies(TomlTable root, City& city) {
  read_policy(root, city.transfers);
  for (TomlTable& table : root.tables("division"))
    city.divisions.push_back(read_division(table, city));
  root.finish();
}

}  // namespace social311::casebridge

// What other opening hours would do to the open cases.
#include <fstream>
#include <iostream>
#include <iterator>

#include "core/text.h"
#include "service/city.h"
#include "service/commands/commands.h"
#include "service/commands/over_database.h"
#include "service/what_if.h"

namespace social311::service {
namespace {

std::string moment(const std::optional<Instant>& at) {
  return at ? to_iso8601(*at) : "never";
}

void print(const WhatIfAnswer& answer) {
  for (const auto& one : answer.moved)
    std::cout << one.number << ' ' << one.clock << ' ' << moment(one.due_at) << " -> "
              << moment(one.would_be) << '\n';
  std::cout << answer.clocks << " clocks run: " << answer.earlier << " would be due earlier, "
            << answer.later << " later, " << answer.never << " never\n";
}

}  // namespace

int calendar_what_if(const std::string& config, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) return complain(file + " cannot be read: give an hours.toml");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return with_store(config, [&](sql::Store& store, const Config& loaded) {
    const auto hours = casebridge::load_hours(text, file, loaded.city.timezone);
    if (!hours.hours) return complain(hours.complaints);
    print(what_if_hours(store, city_of(loaded), *hours.hours, SystemClock().now()));
    return done;
  });
}

}  // namespace social311::service

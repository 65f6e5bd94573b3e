// Private to sql/: rows about hot topics as their structs.
#pragma once

#include <string>

#include "sql/postgres.h"

namespace social311::sql {

HotEpisode read_episode(const pqxx::row& row);           // of hot_topic_shown
HotEpisode read_labelled_episode(const pqxx::row& row);  // with its labels counted
HotDelivery read_delivery(const pqxx::row& row);
std::string write_episode(const HotEpisode& episode);
std::string delivery_of(const std::string& episode);  // "episode/…"

}  // namespace social311::sql

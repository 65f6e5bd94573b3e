#include "sql/postgres.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "core/crash_point.h"
#include "core/text.h"

namespace social311::sql {

namespace {

std::string_view statement(std::string_view query) {
  static const auto all = [] {
    std::map<std::string_view, std::string_view> texts;
    for (const auto& [file, text] : query_files())
      texts.emplace(file.substr(0, file.find('.')), text);
    return texts;
  }();
  const auto found = all.find(query);
  if (found == all.end()) throw std::logic_error("no query named " + std::string(query));
  return found->second;
}

// The first line only: the DETAIL below it holds values of rows.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

bool starts_with_any(const std::string& state, std::initializer_list<const char*> classes) {
  return std::any_of(classes.begin(), classes.end(),
                     [&](std::string_view one) { return state.substr(0, one.size()) == one; });
}

// Connection (08), shutdown and cancel (57), resources (53), system (58), a lock that took too long
// (55P03).
bool is_passing(const std::string& state) {
  return starts_with_any(state, {"08", "53", "57", "58", "55P03"});
}

std::string quoted_value(const std::string& value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

constexpr const char* took_too_long = "57014";  // may be the post's own fault: counts against it

using Parsed = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

}  // namespace

Result<std::string> connection_text(const StoreOptions& options) {
  char* ignored = nullptr;
  const Parsed parsed(::PQconninfoParse(options.url.c_str(), &ignored), &PQconninfoFree);
  ::PQfreemem(ignored);
  if (!parsed)
    return Fault{
        .kind = FaultKind::rejected,
        .message = "database.url cannot be read: postgresql://USER@HOST/DATABASE is wanted"};
  std::map<std::string, std::string> settings{{"connect_timeout", "5"},
                                              {"application_name", options.application},
                                              {"client_encoding", "UTF8"}};
  for (const auto* option = parsed.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) settings[option->keyword] = option->val;
  settings["options"] =
      "-c statement_timeout=5000 -c lock_timeout=2000 -c TimeZone=UTC " + settings["options"];
  std::string text;
  for (const auto& [name, value] : settings) text += name + "=" + quoted_value(value) + " ";
  return text;
}

Connection::Connection(const std::string& text)
    : connection_(text), backend_(connection_.backendpid()) {}

pqxx::connection& Connection::usable() {
  if (lost_) throw StoreLost("this connection to the database was lost");
  return connection_;
}

void Connection::check_backend() {
  if (connection_.backendpid() == backend_) return;
  lost_ = true;
  throw StoreLost("the connection to the database was exchanged, its locks are gone");
}

void Connection::know(const char* query) {
  if (std::find(known_.begin(), known_.end(), query) != known_.end()) return;
  const auto text = statement(query);
  connection_.prepare(query, std::string(text));
  known_.emplace_back(query);
}

int Connection::prepare_all() {
  for (const auto& [file, text] : query_files()) {
    const std::string name(file.substr(0, file.find('.')));
    try {
      connection_.prepare(name, std::string(text));
      connection_.prepare_now(name);
    } catch (const pqxx::sql_error& error) {
      throw std::logic_error(std::string(file) + ": " + error.what());
    }
  }
  return static_cast<int>(query_files().size());
}

void Connection::rethrow() {
  try {
    throw;
  } catch (const StoreLost&) {
    throw;
  } catch (const pqxx::sql_error& error) {
    const auto& state = error.sqlstate();
    if (!is_passing(state) && connection_.is_open())
      throw std::logic_error("database: " + state + " " + first_line(error.what()) + " in " +
                             first_line(error.query()));
    lost_ = true;
    throw StoreLost("the database gave up: " + first_line(error.what()));
  } catch (const pqxx::serialization_failure& error) {  // these two are no sql_error
    throw RunAgain(first_line(error.what()));
  } catch (const pqxx::deadlock_detected& error) {
    throw RunAgain(first_line(error.what()));
  } catch (const pqxx::failure& error) {  // broken connection, COMMIT in doubt
    lost_ = true;
    throw StoreLost("the database is gone: " + first_line(error.what()));
  }
}

bool ends_the_turn(const std::exception& error) {
  if (dynamic_cast<const StoreLost*>(&error) != nullptr) return true;
  if (const auto* refused = dynamic_cast<const pqxx::sql_error*>(&error)) {
    const auto& state = refused->sqlstate();
    return is_passing(state) && state != took_too_long;
  }
  return dynamic_cast<const pqxx::failure*>(&error) != nullptr;
}

std::string storable(std::string_view text) {
  if (text.find('\0') == std::string_view::npos && is_valid_utf8(text)) return std::string(text);
  return repair_utf8(text);
}

void Turn::tell(const char* kind, const std::string& object, std::int64_t version, Instant now) {
  events_.push_back({.at = now, .kind = kind, .object = object, .version = version});
}

void Turn::commit() {
  if (!events_.empty()) {
    JsonWriter json;
    json.list();
    for (const auto& event : events_)
      json.object()
          .member("at", ms(event.at))
          .member("kind", event.kind)
          .member("object", event.object)
          .member("version", event.version)
          .end();
    run("lock_events");
    run("add_events", json.str());
    run("wake");
  }
  CRASHPOINT("sql.before_commit");
  transaction_.commit();
  CRASHPOINT("sql.after_commit");
}

}  // namespace social311::sql

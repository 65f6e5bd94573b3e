// Private to sql/: the connection, the transaction and the named statements. With
// private_cluster.cpp and waker.cpp the only place that knows libpqxx.
#pragma once

#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "sql/store.h"

namespace social311::sql {

// Made by cmake/Embed.cmake: file name → text, sorted.
const std::vector<std::pair<std::string_view, std::string_view>>& migration_files();
const std::vector<std::pair<std::string_view, std::string_view>>& query_files();

// A deadlock or a failed serialisation: the same turn may be run again at once.
class RunAgain : public StoreLost {
 public:
  using StoreLost::StoreLost;
};

// libpq's form with our timeouts, UTC and the application's name added to the caller's options.
// Fault (rejected): the url cannot be read; never quotes it, a password may stand in it.
Result<std::string> connection_text(const StoreOptions& options);

// One connection, one thread. libpqxx would reconnect by itself and lose advisory locks without a
// word: a connection that was lost once, or whose backend is another one than at first, is never
// used again.
class Connection final {
 public:
  explicit Connection(const std::string& text);  // throws pqxx's exceptions
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  pqxx::connection& usable();    // throws StoreLost
  void check_backend();          // throws StoreLost when it was exchanged
  void know(const char* query);  // registers the statement of queries/<query>.sql
  int prepare_all();
  // Inside a catch block: what is thrown on, StoreLost or what it was.
  [[noreturn]] void rethrow();

 private:
  pqxx::connection connection_;
  int backend_;
  bool lost_ = false;
  std::vector<std::string_view> known_{};
};

// Inside a turn: a lost connection, a deadlock, a server that stops. Nothing more can be done in
// this turn.
bool ends_the_turn(const std::exception& error);

// What may stand in a parameter: libpqxx cuts a text at a NUL without a word.
std::string storable(std::string_view text);

inline std::int64_t ms(Instant instant) {
  return instant.time_since_epoch().count();
}
inline std::optional<std::int64_t> ms(const std::optional<Instant>& instant) {
  return instant ? std::optional(ms(*instant)) : std::nullopt;
}

// One transaction. Without commit() it is as if it had never been.
class Turn final {
 public:
  explicit Turn(Connection& connection)
      : connection_(connection), transaction_(connection.usable()) {}

  // Runs queries/<query>.sql.
  template <typename... Values>
  pqxx::result run(const char* query, const Values&... values) {
    connection_.know(query);
    auto result = transaction_.exec_prepared(query, bound(values)...);
    connection_.check_backend();
    return result;
  }
  template <typename... Values>
  std::optional<pqxx::row> row(const char* query, const Values&... values) {
    const auto result = run(query, values...);
    if (result.empty()) return std::nullopt;
    return result.front();
  }
  // Our own text, never with a value in it: savepoints, and the migrations.
  pqxx::result ask(const std::string& statement) { return transaction_.exec(statement); }

  // For the console's stream; written and announced by commit().
  void tell(const char* kind, const std::string& object, std::int64_t version, Instant now);
  std::size_t told() const { return events_.size(); }
  void untell(std::size_t told) { events_.resize(told); }

  void commit();

 private:
  template <typename T>
  static auto bound(const T& value) {
    if constexpr (std::is_convertible_v<T, std::string_view>)
      return storable(value);
    else
      return value;
  }

  struct Told {
    Instant at{};
    const char* kind = "";
    std::string object{};
    std::int64_t version = 0;
  };

  Connection& connection_;
  pqxx::work transaction_;
  std::vector<Told> events_{};
};

// After a deadlock: so that the other turn takes what it waited for before this one asks for it
// again.
inline constexpr Milliseconds let_the_other_go{30};

// Runs `body(Turn&)` as one transaction, again after a deadlock; libpqxx's exceptions end here.
template <typename Body>
auto in_turn(Connection& connection, const Body& body) {
  using Made = decltype(body(std::declval<Turn&>()));
  const auto once = [&]() -> Made {
    try {
      Turn turn(connection);
      if constexpr (std::is_void_v<Made>) {
        body(turn);
        turn.commit();
      } else {
        auto made = body(turn);
        turn.commit();
        return made;
      }
    } catch (...) {
      connection.rethrow();
    }
  };
  for (int left = 3; left > 0; --left) {
    try {
      return once();
    } catch (const RunAgain&) {
      std::this_thread::sleep_for(let_the_other_go);
    }
  }
  return once();
}

}  // namespace social311::sql

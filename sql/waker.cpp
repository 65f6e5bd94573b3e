// Waiting for "something happened". A connection of its own: nothing arrives inside a transaction,
// and a Store is busy with its own.
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "sql/postgres.h"

namespace social311::sql {

namespace {

struct Finish {
  void operator()(PGconn* connection) const { ::PQfinish(connection); }
  void operator()(PGresult* result) const { ::PQclear(result); }
  void operator()(PGnotify* notice) const { ::PQfreemem(notice); }
};
using Handle = std::unique_ptr<PGconn, Finish>;

constexpr std::chrono::hours longest{1};

class PgWaker final : public Waker {
 public:
  explicit PgWaker(Handle connection) : connection_(std::move(connection)) {}

  bool wait(Milliseconds patience) override {
    const auto deadline =
        std::chrono::steady_clock::now() + std::min<Milliseconds>(patience, longest);
    while (!drain()) {
      const auto left =
          std::chrono::ceil<Milliseconds>(deadline - std::chrono::steady_clock::now());
      pollfd readable{.fd = ::PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
      if (::poll(&readable, 1, std::max(0, static_cast<int>(left.count()))) <= 0) return false;
      if (::PQconsumeInput(connection_.get()) == 0)
        throw StoreLost("the waking connection is gone");
    }
    return true;
  }

 private:
  // Many notices are one reason to look.
  bool drain() {
    bool any = false;
    while (std::unique_ptr<PGnotify, Finish> notice{::PQnotifies(connection_.get())}) any = true;
    if (::PQstatus(connection_.get()) != CONNECTION_OK)
      throw StoreLost("the waking connection is gone");
    return any;
  }

  Handle connection_;
};

Fault not_there(PGconn* connection) {
  return {.kind = FaultKind::retry_later,
          .message = std::string("the database does not answer: ") + ::PQerrorMessage(connection)};
}

}  // namespace

Result<std::unique_ptr<Waker>> open_waker(const StoreOptions& options) {
  const auto text = connection_text(options);
  if (!text) return text.fault();
  Handle connection(::PQconnectdb(text->c_str()));
  if (::PQstatus(connection.get()) != CONNECTION_OK) return not_there(connection.get());
  ::PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, Finish> listening(::PQexec(connection.get(), "listen social311"));
  if (::PQresultStatus(listening.get()) != PGRES_COMMAND_OK) return not_there(connection.get());
  return std::unique_ptr<Waker>(std::make_unique<PgWaker>(std::move(connection)));
}

}  // namespace social311::sql

// One connection of the public server. Private to net: this header shows Boost.Beast, and only
// session.cpp and sessions.cpp include it.
#pragma once

// Boost 1.74's Asio uses std::exchange without including it.
#include <utility>
//
#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/random.h"
#include "net/connection_table.h"
#include "net/event_queue.h"
#include "net/handler_pool.h"
#include "net/request_check.h"
#include "net/server.h"

namespace social311::net {

class Session;

// What all connections of a server share. Every session keeps it alive, for its socket belongs to
// `io`.
struct SessionsInside {
  SessionsInside(ServerOptions given, Handler asked);

  std::string new_request_id();
  void enlist(ConnectionTable::Id id, const std::shared_ptr<Session>& session);
  void leave(ConnectionTable::Id id);
  std::shared_ptr<Session> find(ConnectionTable::Id id) const;
  std::vector<std::shared_ptr<Session>> all() const;
  bool wait_until_empty(std::chrono::milliseconds patience);

  const ServerOptions options;
  const Handler handler;
  ConnectionTable table;
  HandlerPool pool;
  SystemRandom random{};
  boost::asio::io_context io{};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
  std::vector<std::thread> io_threads{};
  std::atomic<bool> draining = false;

 private:
  mutable std::mutex mutex_{};
  std::condition_variable left_{};
  std::map<ConnectionTable::Id, std::weak_ptr<Session>> sessions_{};
};

// All members but the constructor, the destructor and the group "from any thread" run on its
// strand.
class Session final : public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<SessionsInside> shared, ConnectionTable::Id id, std::string peer);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  bool take(int descriptor);  // before start(); false: not taken, the caller closes it

  // From any thread.
  void start() { on_strand(&Session::read_head); }
  void drain() { on_strand(&Session::close_unless_running); }
  void cut() { on_strand(&Session::finish); }
  void poke() { on_strand(&Session::pump); }  // the event queue has something to do

 private:
  using Error = boost::beast::error_code;
  enum class Phase { waiting, running, streaming, lingering, over };

  void on_strand(void (Session::*act)());
  void close_unless_running();
  void finish();

  void await_request();
  void on_first_bytes(const Error& error, std::size_t count);
  void read_head();
  void on_head(const Error& error);
  void begin(HeadVerdict verdict);
  void read_body();
  void hand_over();
  void refuse(const Error& error);

  void answer(const ServerReply& reply);
  void answer_problem(int status, std::string_view why);
  bool compose(const ServerReply& reply, bool streams);
  void write_out(std::function<void()> then);
  void after_reply();
  void linger();
  void read_and_forget(std::size_t limit);

  void open_stream(const std::function<void(std::shared_ptr<EventSink>)>& events);
  void comment_later();
  void pump();

  const std::shared_ptr<SessionsInside> shared_;
  const ConnectionTable::Id id_;
  const std::string peer_;
  boost::beast::tcp_stream stream_;
  boost::asio::steady_timer comments_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_{};
  std::function<void(std::uint64_t, boost::beast::string_view, Error&)> on_chunk_{};
  Phase phase_ = Phase::waiting;
  ServerCall call_{};
  bool about_server_ = false;
  bool keep_alive_ = false;
  std::string out_{};
  std::size_t written_ = 0;
  std::array<char, 4096> scratch_{};
  std::size_t forgotten_ = 0;
  std::shared_ptr<EventQueue> queue_{};
  bool pumping_ = false;
};

}  // namespace social311::net

#include "net/session.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "net/reply_text.h"

namespace social311::net {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using std::chrono::milliseconds;

// A reader must take this much within the write timeout: slower ones hold a connection for nothing.
constexpr std::size_t piece_bytes = 64u << 10;
// After an early refusal the client is still sending; closing at once would reset the answer away.
constexpr std::size_t linger_bytes = 256u << 10;
constexpr milliseconds linger_time{1000};
// A reader of events has nothing to say.
constexpr std::size_t input_during_stream = 64u << 10;

std::chrono::sys_seconds wall_clock() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

RequestHead head_of(const http::request<http::string_body>& request) {
  RequestHead head{.method = std::string(request.method_string()),
                   .target = std::string(request.target()),
                   .version = request.version() == 11 ? HttpVersion::v1_1 : HttpVersion::v1_0};
  for (const auto& field : request) {
    head.fields.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  return head;
}

// What an end of reading means to the client; 0: nobody is there to be told.
std::pair<int, std::string_view> meaning(const beast::error_code& error) {
  if (error == http::error::body_limit) return {413, "the body is larger than this server takes"};
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return {431, "the header is larger than this server takes"};
  }
  const bool left = error == http::error::end_of_stream || error == http::error::partial_message;
  const bool malformed = error.category() == make_error_code(http::error::bad_method).category();
  if (left || !malformed) return {0, {}};
  return {400, "the request is not well-formed HTTP"};
}

// No client of ours writes them, and not everybody on the way reads them alike.
void refuse_extensions(std::uint64_t /*size*/, beast::string_view extensions,
                       beast::error_code& error) {
  if (!extensions.empty()) error = http::error::bad_chunk_extension;
}

class Sink final : public EventSink {
 public:
  Sink(std::shared_ptr<EventQueue> queue, std::weak_ptr<Session> session)
      : queue_(std::move(queue)), session_(std::move(session)) {}
  ~Sink() override { end(); }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  bool send(std::string_view id, std::string_view event, std::string_view data) override {
    const auto added = queue_->add(event_text(id, event, data));
    // Behind others nobody need be woken: whoever came first did that.
    if (added == EventQueue::Added::first || added == EventQueue::Added::full) poke();
    return added == EventQueue::Added::first || added == EventQueue::Added::behind_others;
  }
  bool open() const override { return queue_->open(); }
  void close() override { end(); }

 private:
  void end() {
    queue_->close();
    poke();
  }
  void poke() {
    if (const auto session = session_.lock()) session->poke();
  }

  const std::shared_ptr<EventQueue> queue_;
  const std::weak_ptr<Session> session_;
};

// The last guard: whatever a handler does, there is a reply, and nothing of the inside in it.
ServerReply guarded(const Handler& handler, const ServerCall& call) {
  try {
    return handler(call);
  } catch (...) {
    return problem(500, "something went wrong; the request's id helps to find it", call.request_id);
  }
}

void open_guarded(const std::function<void(std::shared_ptr<EventSink>)>& events,
                  const std::shared_ptr<EventSink>& sink) {
  try {
    events(sink);
  } catch (...) {
    sink->close();
  }
}

}  // namespace

Session::Session(std::shared_ptr<SessionsInside> shared, ConnectionTable::Id id, std::string peer)
    : shared_(std::move(shared)),
      id_(id),
      peer_(std::move(peer)),
      stream_(asio::make_strand(shared_->io)),
      comments_(stream_.get_executor()),
      buffer_(shared_->options.header_bytes + piece_bytes),
      on_chunk_(refuse_extensions) {}

Session::~Session() {
  if (queue_) queue_->close();
  shared_->leave(id_);
}

bool Session::take(int descriptor) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  (void)::getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size);
  Error error;
  stream_.socket().assign(own.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), descriptor, error);
  if (error) return false;
  stream_.socket().set_option(tcp::no_delay(true), error);
  return true;
}

void Session::on_strand(void (Session::*act)()) {
  asio::post(stream_.get_executor(), [me = shared_from_this(), act] {
    if (me->phase_ != Phase::over) ((*me).*act)();
  });
}

void Session::close_unless_running() {
  const bool idle = phase_ == Phase::waiting && buffer_.size() == 0;
  if (idle || phase_ == Phase::streaming) finish();
}

// The connection ends now. Operations that are still under way come back with an error and find it
// over.
void Session::finish() {
  phase_ = Phase::over;
  if (queue_) queue_->close();
  comments_.cancel();
  stream_.close();
}

// ---- a request comes in ----

void Session::await_request() {
  phase_ = Phase::waiting;
  shared_->table.mark_waiting(id_);
  if (buffer_.size() > 0) return read_head();  // the next one of a pipeline is here already
  if (shared_->draining) return finish();
  stream_.expires_after(shared_->options.idle_timeout);
  stream_.async_read_some(buffer_.prepare(scratch_.size()),
                          [me = shared_from_this()](const Error& error, std::size_t count) {
                            me->on_first_bytes(error, count);
                          });
}

void Session::on_first_bytes(const Error& error, std::size_t count) {
  if (error || phase_ == Phase::over) return finish();
  buffer_.commit(count);
  read_head();
}

void Session::read_head() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(shared_->options.header_bytes));
  parser_->body_limit(shared_->options.body_bytes);
  parser_->on_chunk_header(on_chunk_);
  stream_.expires_after(shared_->options.header_timeout);
  http::async_read_header(
      stream_, buffer_, *parser_,
      [me = shared_from_this()](const Error& error, std::size_t) { me->on_head(error); });
}

void Session::on_head(const Error& error) {
  // Evicted while the head came in: it is no longer counted, so it must not act.
  if (phase_ == Phase::over || !shared_->table.mark_busy(id_)) return finish();
  if (error) return refuse(error);
  phase_ = Phase::running;
  begin(check_head(head_of(parser_->get()), shared_->options.hosts));
}

void Session::begin(HeadVerdict verdict) {
  if (verdict.status != 0) return answer_problem(verdict.status, verdict.why);
  // Taken before the body: what a chunked body trails behind it does not become a header.
  call_ = ServerCall{.method = std::string(parser_->get().method_string()),
                     .path = std::move(verdict.path),
                     .query = std::move(verdict.query),
                     .headers = std::move(verdict.headers),
                     .request_id = shared_->new_request_id()};
  const auto forwarded = call_.headers.find("X-Forwarded-For");
  call_.client = client_address(
      peer_, forwarded == call_.headers.end() ? std::string_view() : forwarded->second,
      shared_->options.trusted_proxies);
  about_server_ = verdict.about_server;
  keep_alive_ = parser_->keep_alive();
  if (verdict.expectation == Expectation::none || parser_->is_done()) return read_body();
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  write_out([me = shared_from_this()] { me->read_body(); });
}

void Session::read_body() {
  if (parser_->is_done()) return hand_over();
  stream_.expires_after(shared_->options.body_timeout);
  http::async_read(stream_, buffer_, *parser_,
                   [me = shared_from_this()](const Error& error, std::size_t) {
                     if (me->phase_ == Phase::over || error) return me->refuse(error);
                     me->hand_over();
                   });
}

void Session::hand_over() {
  stream_.expires_never();  // how long a handler takes is the handler's business
  call_.body = std::move(parser_->get().body());
  if (about_server_) {
    return answer({.status = 204, .headers = {{"Allow", std::string(allowed_methods)}}});
  }
  shared_->pool.post([me = shared_from_this()] {
    // The strand does not touch call_ while a handler runs.
    auto reply = std::make_shared<ServerReply>(guarded(me->shared_->handler, me->call_));
    asio::post(me->stream_.get_executor(), [me, reply] {
      if (me->phase_ != Phase::over) me->answer(*reply);
    });
  });
}

void Session::refuse(const Error& error) {
  const auto [status, why] = meaning(error);
  if (phase_ == Phase::over || status == 0) return finish();
  phase_ = Phase::running;
  answer_problem(status, why);
}

// ---- an answer goes out ----

void Session::answer(const ServerReply& reply) {
  const bool streams = reply.events && call_.method != "HEAD";
  if (shared_->draining || streams) keep_alive_ = false;
  if (!compose(reply, streams)) {
    return answer_problem(500, "something went wrong; the request's id helps to find it");
  }
  if (!streams) return write_out([me = shared_from_this()] { me->after_reply(); });
  write_out([me = shared_from_this(), events = reply.events] { me->open_stream(events); });
}

// Nothing after this is read as a request: where it would begin is not known any more.
void Session::answer_problem(int status, std::string_view why) {
  keep_alive_ = false;
  if (call_.request_id.empty()) call_.request_id = shared_->new_request_id();
  ServerReply reply = problem(status, why, call_.request_id);
  if (status == 501) reply.headers["Allow"] = allowed_methods;
  call_.method =
      parser_ && parser_->is_header_done() ? std::string(parser_->get().method_string()) : "";
  if (!compose(reply, false)) return finish();
  write_out([me = shared_from_this()] { me->after_reply(); });
}

bool Session::compose(const ServerReply& reply, bool streams) {
  auto text = reply_text(reply, {.request_id = call_.request_id,
                                 .to_head = call_.method == "HEAD",
                                 .streams = streams,
                                 .after = keep_alive_ ? AfterReply::keep_alive : AfterReply::close,
                                 .now = wall_clock()});
  if (!text) return false;
  out_ = std::move(*text);
  written_ = 0;
  return true;
}

void Session::write_out(std::function<void()> then) {
  if (written_ == out_.size()) {
    out_.clear();
    written_ = 0;
    return then();
  }
  stream_.expires_after(shared_->options.write_timeout);
  const std::size_t now = std::min(piece_bytes, out_.size() - written_);
  asio::async_write(stream_, asio::buffer(out_.data() + written_, now),
                    [me = shared_from_this(), then = std::move(then)](const Error& error,
                                                                      std::size_t count) mutable {
                      if (error || me->phase_ == Phase::over) return me->finish();
                      me->written_ += count;
                      me->write_out(std::move(then));
                    });
}

void Session::after_reply() {
  call_ = {};
  out_.shrink_to_fit();
  if (!keep_alive_) return linger();
  await_request();
}

void Session::linger() {
  phase_ = Phase::lingering;
  Error error;
  stream_.socket().shutdown(tcp::socket::shutdown_send, error);
  stream_.expires_after(linger_time);
  forgotten_ = 0;
  read_and_forget(linger_bytes);
}

void Session::read_and_forget(std::size_t limit) {
  stream_.async_read_some(asio::buffer(scratch_),
                          [me = shared_from_this(), limit](const Error& error, std::size_t count) {
                            me->forgotten_ += count;
                            const bool enough = me->forgotten_ > limit;
                            if (error || enough || me->phase_ == Phase::over) return me->finish();
                            me->read_and_forget(limit);
                          });
}

// ---- an answer that stays open ----

void Session::open_stream(const std::function<void(std::shared_ptr<EventSink>)>& events) {
  if (shared_->draining) return finish();
  phase_ = Phase::streaming;
  const std::size_t limit = shared_->options.event_queue_bytes;
  Error error;  // the kernel would queue megabytes more for a reader that does not read
  stream_.socket().set_option(asio::socket_base::send_buffer_size(static_cast<int>(limit)), error);
  const auto patience = static_cast<unsigned>(shared_->options.write_timeout.count());
  (void)::setsockopt(stream_.socket().native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience,
                     sizeof patience);
  queue_ = std::make_shared<EventQueue>(limit);
  stream_.expires_never();
  forgotten_ = 0;
  read_and_forget(input_during_stream);  // how the reader's leaving is noticed
  comment_later();
  shared_->pool.post([events, sink = std::make_shared<Sink>(queue_, weak_from_this())] {
    open_guarded(events, sink);
  });
}

void Session::comment_later() {
  comments_.expires_after(shared_->options.event_comment_every);
  comments_.async_wait([me = shared_from_this()](const Error& error) {
    if (error || me->phase_ != Phase::streaming) return;
    if (!me->pumping_) {
      me->queue_->add(":\n\n");
      me->pump();
    }
    me->comment_later();
  });
}

void Session::pump() {
  if (phase_ != Phase::streaming || queue_->overflowed()) return finish();
  if (pumping_) return;
  out_ = queue_->take();
  written_ = 0;
  if (out_.empty() && !queue_->open()) return finish();
  if (out_.empty()) return;
  pumping_ = true;
  write_out([me = shared_from_this()] {
    me->pumping_ = false;
    me->queue_->written();
    me->pump();
  });
}

}  // namespace social311::net

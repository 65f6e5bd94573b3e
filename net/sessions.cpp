#include "net/sessions.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "core/digest.h"
#include "net/reply_text.h"
#include "net/session.h"
#include "net/signals_blocked.h"

namespace social311::net {

namespace {

using std::chrono::milliseconds;

// How long cut connections may take to notice; only a handler that still runs takes longer.
constexpr milliseconds cut_patience{500};

ServerOptions in_small_letters(ServerOptions options) {
  for (std::string& host : options.hosts) {
    std::transform(host.begin(), host.end(), host.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
  }
  return options;
}

// Best effort, without waiting: there is no room for this client, not even for its request.
void refuse(int descriptor, const std::string& request_id) {
  ServerReply reply = problem(503, "too many connections; try again in a moment", request_id);
  reply.headers["Retry-After"] = "1";
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto text = reply_text(reply, {.request_id = request_id, .now = now});
  if (text) (void)!::send(descriptor, text->data(), text->size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  (void)::shutdown(descriptor, SHUT_WR);
  ::close(descriptor);
}

}  // namespace

SessionsInside::SessionsInside(ServerOptions given, Handler asked)
    : options(in_small_letters(std::move(given))),
      handler(std::move(asked)),
      table({options.max_connections, options.max_connections_per_client, options.trusted_proxies}),
      pool(options.handler_threads),
      work(boost::asio::make_work_guard(io)) {}

std::string SessionsInside::new_request_id() {
  return hex(random.bytes(8));
}

void SessionsInside::enlist(ConnectionTable::Id id, const std::shared_ptr<Session>& session) {
  const std::lock_guard lock(mutex_);
  sessions_[id] = session;
}

void SessionsInside::leave(ConnectionTable::Id id) {
  table.remove(id);
  const std::lock_guard lock(mutex_);
  sessions_.erase(id);
  left_.notify_all();
}

std::shared_ptr<Session> SessionsInside::find(ConnectionTable::Id id) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : found->second.lock();
}

std::vector<std::shared_ptr<Session>> SessionsInside::all() const {
  std::vector<std::shared_ptr<Session>> living;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, session] : sessions_) {
    if (auto alive = session.lock()) living.push_back(std::move(alive));
  }
  return living;
}

bool SessionsInside::wait_until_empty(milliseconds patience) {
  std::unique_lock lock(mutex_);
  return left_.wait_for(lock, patience, [this] { return sessions_.empty(); });
}

Sessions::Sessions(ServerOptions options, Handler handler)
    : inside_(std::make_shared<SessionsInside>(std::move(options), std::move(handler))) {
  const SignalsBlocked blocked;
  for (int i = 0; i < std::max(inside_->options.io_threads, 1); ++i) {
    inside_->io_threads.emplace_back([inside = inside_.get()] { inside->io.run(); });
  }
}

Sessions::~Sessions() {
  drain(milliseconds(0));
  inside_->pool.stop();
  inside_->work.reset();
  for (std::thread& thread : inside_->io_threads) thread.join();
}

void Sessions::adopt(int descriptor, const std::string& peer) noexcept try {
  const auto admission = inside_->table.admit(peer);
  if (admission.evicted) {
    if (const auto longest = inside_->find(*admission.evicted)) longest->cut();
  }
  if (!admission.id) return refuse(std::exchange(descriptor, -1), inside_->new_request_id());
  const auto session = std::make_shared<Session>(inside_, *admission.id, peer);
  inside_->enlist(*admission.id, session);
  if (session->take(descriptor)) descriptor = -1;
  if (descriptor >= 0) return static_cast<void>(::close(descriptor));
  session->start();
} catch (...) {  // out of memory: this connection is lost, the server is not
  if (descriptor >= 0) ::close(descriptor);
}

void Sessions::drain(milliseconds grace) {
  inside_->draining = true;
  for (const auto& session : inside_->all()) session->drain();
  if (inside_->wait_until_empty(grace)) return;
  for (const auto& session : inside_->all()) session->cut();
  (void)inside_->wait_until_empty(cut_patience);
}

}  // namespace social311::net

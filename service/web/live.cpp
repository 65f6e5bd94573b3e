#include "service/web/live.h"

#include <charconv>

#include "service/roles/turn.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t remembered = 512;

std::string data_of(const sql::LiveEvent& event) {
  JsonWriter json;
  return json.object().member("object", event.object).member("version", event.version).end().str();
}

bool send_to(net::EventSink& sink, const sql::LiveEvent& event) {
  return sink.send(std::to_string(event.event_id), event.kind, data_of(event));
}

}  // namespace

void LiveHub::start(std::stop_token stop) {
  thread_ = std::jthread([this, stop = std::move(stop)] { run(stop); });
}

void LiveHub::tell(const sql::LiveEvent& event) {
  const std::lock_guard lock(mutex_);
  newest_ = event.event_id;
  recent_.push_back(event);
  if (recent_.size() > remembered) recent_.pop_front();
  sinks_.remove_if([&](const auto& sink) { return !send_to(*sink, event); });
}

void LiveHub::join(std::shared_ptr<net::EventSink> sink, const std::string& last_event_id) {
  const std::lock_guard lock(mutex_);
  std::int64_t last = newest_;
  std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), last);
  const bool too_old = last < newest_ && (recent_.empty() || recent_.front().event_id > last + 1);
  if (too_old)
    sink->send(std::to_string(newest_), "reset", "{}");
  else
    for (const auto& event : recent_)
      if (event.event_id > last) send_to(*sink, event);
  sinks_.push_back(std::move(sink));
}

void LiveHub::close() {
  const std::lock_guard lock(mutex_);
  for (const auto& sink : sinks_) sink->close();
  sinks_.clear();
}

std::size_t LiveHub::clients() {
  const std::lock_guard lock(mutex_);
  sinks_.remove_if([](const auto& sink) { return !sink->open(); });
  return sinks_.size();
}

void LiveHub::run(std::stop_token stop) {
  StoreKeeper keeper(database_, clock_);
  std::unique_ptr<sql::Waker> waker;
  bool begun = false;
  while (!stop.stop_requested()) {
    const bool fine = keeper.turn("live", stop, [&] {
      if (!begun) {
        const std::lock_guard lock(mutex_);
        newest_ = keeper.store().newest_event();
        begun = true;
      }
      for (const auto& event : keeper.store().events_after(newest_, 500)) tell(event);
      if (!waker) {
        auto opened = sql::open_waker(database_);
        if (opened) waker = std::move(opened).value();
      }
      if (waker)
        waker->wait(300ms);
      else
        clock_.sleep_until(clock_.now() + 300ms, stop);
    });
    if (!fine) waker.reset();
  }
}

}  // namespace social311::service

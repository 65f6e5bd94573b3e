#include "net/event_queue.h"

#include <algorithm>

namespace social311::net {

namespace {

void add_field(std::string& text, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  text.append(name).append(": ");
  std::copy_if(value.begin(), value.end(), std::back_inserter(text),
               [](char c) { return c != '\r' && c != '\n' && c != '\0'; });
  text += '\n';
}

}  // namespace

std::string event_text(std::string_view id, std::string_view event, std::string_view data) {
  std::string text;
  text.reserve(id.size() + event.size() + data.size() + 24);
  add_field(text, "id", id);
  add_field(text, "event", event);
  for (;;) {  // "\r\n", "\r" and "\n" all end a line of the stream
    const auto end = std::min(data.find_first_of("\r\n"), data.size());
    text.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == data.size()) return text + "\n";
    data.remove_prefix(end + (data.substr(end).starts_with("\r\n") ? 2 : 1));
  }
}

EventQueue::Added EventQueue::add(std::string_view text) {
  const std::lock_guard lock(mutex_);
  if (!open_) return Added::closed;
  if (waiting_.size() + in_flight_ + text.size() > limit_) {
    open_ = false;
    overflowed_ = true;
    waiting_.clear();
    return Added::full;
  }
  const bool first = waiting_.empty();
  waiting_ += text;
  return first ? Added::first : Added::behind_others;
}

std::string EventQueue::take() {
  const std::lock_guard lock(mutex_);
  std::string taken = std::move(waiting_);
  waiting_.clear();
  in_flight_ += taken.size();
  return taken;
}

void EventQueue::written() {
  const std::lock_guard lock(mutex_);
  in_flight_ = 0;
}

void EventQueue::close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
}

bool EventQueue::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

bool EventQueue::overflowed() const {
  const std::lock_guard lock(mutex_);
  return overflowed_;
}

}  // namespace social311::net

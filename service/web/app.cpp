#include "service/web/app.h"

#include <chrono>

#include "core/text.h"

namespace social311::service {

using namespace std::chrono_literals;

StorePool::Lease::~Lease() {
  pool_->give_back(std::move(store_));
}

StorePool::Lease StorePool::take() {
  std::unique_lock lock(mutex_);
  if (!freed_.wait_for(lock, 2s, [&] { return out_ < most_; }))
    throw sql::StoreLost("every database connection of the web role is busy");
  ++out_;
  std::unique_ptr<sql::Store> store;
  if (!idle_.empty()) {
    store = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(store)};
  }
  lock.unlock();
  auto opened = sql::open_store(options_);
  if (opened) return {*this, std::move(opened).value()};
  give_back(nullptr);
  throw sql::StoreLost(opened.fault().message);
}

void StorePool::give_back(std::unique_ptr<sql::Store> store) {
  const std::lock_guard lock(mutex_);
  --out_;
  if (store) idle_.push_back(std::move(store));
  freed_.notify_one();
}

net::ServerReply json_reply(std::string body, int status) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

net::ServerReply no_content() {
  return {.status = 204, .headers = {{"Cache-Control", "no-store"}}};
}

net::ServerReply problem(int status, std::string_view type, std::string_view title,
                         std::string_view detail) {
  JsonWriter json;
  json.object()
      .member("type", "/problems/" + std::string(type))
      .member("title", title)
      .member("status", status);
  if (!detail.empty()) json.member("detail", detail);
  auto reply = json_reply(json.str(), status);
  reply.headers["Content-Type"] = "application/problem+json";
  return reply;
}

net::ServerReply invalid(std::string_view field, std::string_view detail) {
  JsonWriter json;
  json.object().member("type", "/problems/invalid").member("title", "The request is not valid");
  json.member("status", 422).member("detail", detail).member("field", field);
  auto reply = json_reply(json.str(), 422);
  reply.headers["Content-Type"] = "application/problem+json";
  return reply;
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

void Routes::add(const std::string& method, const std::string& path, Power power,
                 ApiHandler handler) {
  routes_.push_back({method, split(path, '/'), power, std::move(handler)});
}

Routes::Match Routes::find(const std::string& method, const std::string& path) const {
  const auto parts = split(path, '/');
  Match match;
  for (const auto& route : routes_) {
    if (route.parts.size() != parts.size()) continue;
    std::vector<std::string> caught;
    bool same = true;
    for (std::size_t i = 0; i < parts.size() && same; ++i) {
      if (route.parts[i] == "{}" && !parts[i].empty())
        caught.push_back(parts[i]);
      else
        same = route.parts[i] == parts[i];
    }
    if (!same) continue;
    if (route.method == method) return {&route, std::move(caught), false};
    match.other_method = true;
  }
  return match;
}

}  // namespace social311::service

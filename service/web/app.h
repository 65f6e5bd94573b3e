// What every handler of the web role shares, and the small words they answer with.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casebridge/city.h"
#include "core/json.h"
#include "net/server.h"
#include "service/roles/intake.h"
#include "service/roles/roles.h"
#include "sql/store.h"

namespace social311::service {

// A few Stores, one for each request that runs at the moment. A lost one is not given back.
// Thread-safe.
class StorePool {
 public:
  StorePool(sql::StoreOptions options, std::size_t most)
      : options_(std::move(options)), most_(most) {}

  class Lease {
   public:
    Lease(StorePool& pool, std::unique_ptr<sql::Store> store)
        : pool_(&pool), store_(std::move(store)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    sql::Store* operator->() { return store_.get(); }
    sql::Store& operator*() { return *store_; }
    void drop() { store_.reset(); }

   private:
    StorePool* pool_;
    std::unique_ptr<sql::Store> store_;
  };

  // Waits at most two seconds for a free one. Throws sql::StoreLost when there is no database.
  Lease take();

 private:
  void give_back(std::unique_ptr<sql::Store> store);

  sql::StoreOptions options_;
  std::size_t most_;
  std::mutex mutex_{};
  std::condition_variable freed_{};
  std::vector<std::unique_ptr<sql::Store>> idle_{};
  std::size_t out_ = 0;
};

struct WebParts {  // borrowed by every handler
  const Config& config;
  Clock& clock;
  Random& random;
  std::shared_ptr<const classifier::Classifier> rules{};
  const casebridge::City& city;
  const NetworkBook& book;
  StorePool& pool;

  IntakeParts intake() const { return {*rules, city, book, random}; }
};

// One signed-in call of the API.
struct ApiCall {
  const net::ServerCall& http;
  sql::Store& store;
  const sql::Agent& agent;
  std::vector<std::string> path{};  // what {…} of the route matched, in order
  JsonValue body{};
  Instant now{};
};

// ---- answers ----
net::ServerReply json_reply(std::string body, int status = 200);
net::ServerReply no_content();
// RFC 9457. `type` is the last part: "changed" → "/problems/changed".
net::ServerReply problem(int status, std::string_view type, std::string_view title,
                         std::string_view detail = {});
net::ServerReply invalid(std::string_view field, std::string_view detail);
std::optional<std::string> or_null(const std::string& text);  // "" becomes null

// ---- routes: each part of the API adds its own ----
enum class Power { anybody, read, act, approve, lead };  // what the caller must be allowed to do
using ApiHandler = std::function<net::ServerReply(const ApiCall&)>;
struct Route {
  std::string method{};
  std::vector<std::string> parts{};  // "{}" matches one segment
  Power power = Power::read;
  ApiHandler handler{};
};
class Routes {
 public:
  void add(const std::string& method, const std::string& path, Power power, ApiHandler handler);
  struct Match {
    const Route* route = nullptr;
    std::vector<std::string> path{};
    bool other_method = false;
  };
  Match find(const std::string& method, const std::string& path) const;

 private:
  std::vector<Route> routes_{};
};
void add_case_routes(Routes& routes, const WebParts& parts);
void add_reply_routes(Routes& routes, const WebParts& parts);
void add_review_routes(Routes& routes, const WebParts& parts);
void add_account_routes(Routes& routes, const WebParts& parts);
void add_city_routes(Routes& routes, const WebParts& parts);
void add_clock_routes(Routes& routes, const WebParts& parts);
void add_answer_routes(Routes& routes, const WebParts& parts);  // eligibility, known answers
void add_first_contact_routes(Routes& routes, const WebParts& parts);  // a post answered at once
void add_text_routes(Routes& routes, const WebParts& parts);  // the city's texts and known answers
void add_trend_routes(Routes& routes, const WebParts& parts);
void add_incident_routes(Routes& routes, const WebParts& parts);
void add_agency_routes(Routes& routes, const WebParts& parts);  // transfers, watching, notices
void add_resident_routes(Routes& routes);                       // personas, analytics

}  // namespace social311::service

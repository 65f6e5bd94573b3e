// One account's way to the Graph API: the version in every path, the token in a header, the proof
// beside it, usage and version drift read off every answer, shorter pages and smaller field lists
// where Meta asks for them. It knows no post.
//
// Thread-safe as far as the HttpClient is. No message of a fault holds an address or a token.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/meta/calls.h"
#include "connectors/meta/errors.h"
#include "connectors/meta/paging.h"
#include "connectors/meta/usage.h"
#include "connectors/network.h"
#include "core/json.h"
#include "core/secret.h"

namespace social311::connectors::meta {

// The newest version this program was checked with; `api_version` of the account overrides it.
inline constexpr std::string_view newest_version = "v26.0";
// "v26.0" of "26.0", "v26.0" or ""; empty when it is no version of Graph.
std::optional<std::string> version_of(std::string_view api_version);

// hex HMAC-SHA256 of the token under the app's secret.
std::string proof_of(const Secret& app_secret, const Secret& token);

inline constexpr std::size_t most_in_batch = 50;
// Between two calls about conversations: 2 a second and Page.
inline constexpr Milliseconds conversation_pause{500};

struct Ask {
  Use use = Use::page_feed;
  std::string id{};  // of the node; "" where the call has none
  Parameters parameters{};
  Parameters cursor{};
  std::string fields{};  // in place of the ladder's
  // What to do with "there is no such object": a fault, or a Reply that says so.
  enum class Absence { fails, is_told };
  Absence absence = Absence::fails;
};

struct Reply {
  JsonValue body{};
  Milliseconds skew{0};  // the network's clock minus ours
  int limit = 0;         // items that were asked for
  std::size_t step = 0;  // of the ladder
  bool gone = false;     // see Ask::absence; `body` is empty then
};

// The end of one write. `taken`: answered without an error; whoever asked reads the id off `body`.
struct Written {
  bool taken = false;
  JsonValue body{};
  PublishOutcome outcome{};  // of what was not taken
};

// What the last answers told of the budgets.
struct Pace {
  std::optional<double> used_share{};
  std::optional<Instant> resets_at{};
};

class Graph final {
 public:
  // `token` and the app's secret sign every call.
  Graph(const Account& account, NetworkParts parts, Secret token);

  // A GET. Faults: retry_later while a budget is throttled (nothing is sent then), and as errors.h
  // says.
  Result<Reply> read(const Ask& ask, Instant now);
  // Any number of GETs, fifty a request; each answer stands for itself.
  std::vector<Result<Reply>> read_all(const std::vector<Ask>& asks, Instant now);
  // A POST with a form, or a DELETE. Exactly one request, never repeated.
  Written write(const Ask& ask, Instant now);
  // The same with a JSON body.
  Written write_json(const Ask& ask, std::string json, Instant now);

  Pace pace(Budget budget) const;
  // Empty = the answers come from the version that was asked for.
  std::string drift() const;
  const std::string& base() const { return base_; }
  const std::string& version() const { return version_; }
  const Secret& token() const { return token_; }

 private:
  struct Fit {
    int limit = 0;
    std::size_t step = 0;
  };
  struct Shrunk {
    Fit fit{};
    Instant at{};
  };
  struct Judged {
    HttpResponse response{};
    std::optional<JsonValue> body{};
    std::optional<GraphError> error{};
  };

  Fit fit_of(Use use, Instant now) const;
  bool step_back(Use use, Fit fit, const Judged& judged, Instant now);
  Parameters query_of(const Ask& ask, Fit fit) const;
  std::string path_of(const Ask& ask) const;
  HttpRequest request(const char* method, const std::string& path, const Parameters& query) const;
  Result<HttpResponse> send(const HttpRequest& request, Budget budget);
  Judged judge(HttpResponse response, Budget budget, Instant now);
  std::optional<Reply> reply_of(const Ask& ask, Fit fit, const Judged& judged) const;
  Fault fault_for(const Judged& judged, Budget budget, Instant now) const;
  std::optional<Milliseconds> held(Budget budget, Instant now) const;
  void note_usage(const Judged& judged, Budget budget, Instant now);
  void keep_pause();
  Written end_of(const Result<HttpResponse>& response, Budget budget, Instant now);
  std::optional<Written> held_write(Budget budget, Instant now) const;
  // batches
  std::vector<Result<Reply>> read_some(const std::vector<Ask>& asks, Instant now);
  Result<std::vector<std::optional<Judged>>> send_batch(const std::vector<Ask>& asks,
                                                        const std::vector<Fit>& fits, Instant now);
  Result<Reply> item_reply(const Ask& ask, Fit fit, const std::optional<Judged>& item, Instant now);

  NetworkParts parts_;
  std::string base_;
  std::string version_;
  Secret token_;
  std::string proof_;

  mutable std::mutex mutex_;  // of everything below
  std::map<Use, Shrunk> shrunk_{};
  struct Told {
    Used used{};
    Instant at{};
  };
  std::map<Budget, Told> used_{};
  std::map<Budget, Instant> held_until_{};
  std::map<Budget, int> refusals_{};
  std::string drift_{};
  Instant next_conversation_call_{};
};

}  // namespace social311::connectors::meta

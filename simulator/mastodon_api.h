// Mastodon's API (4.6) over the commons: notifications, statuses, hashtags, conversations. Where
// the real server would ignore an unknown parameter this one refuses it. Not thread-safe: the
// simulator's lock covers it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/commons.h"
#include "simulator/faults.h"
#include "simulator/rate_box.h"
#include "simulator/twist.h"
#include "simulator/wire.h"

namespace social311::simulator {

// "<p>…</p>" as Mastodon writes a text; mentions and tags are links.
std::string mastodon_html(std::string_view text, const Commons& commons, const std::string& host);
// What counts against the limit: links are short, mentions without their host.
std::size_t mastodon_length(std::string_view text, std::size_t per_url);
// Handles named in a text, lower case, in order.
std::vector<std::string> named_handles(std::string_view text);

class MastodonApi {
 public:
  struct Parts {  // borrowed
    Commons& commons;
    Clock& clock;
    const SimulatorOptions& options;
  };
  explicit MastodonApi(Parts parts) : parts_(parts) {}

  WireReply handle(const WireRequest& request, const Twist& twist);
  WireReply fail(const WireRequest& request, Outcome outcome);
  void reset_windows() { rates_.reset(); }

 private:
  struct Call {
    std::string method{};
    std::string path{};  // below "/api/"
    std::string address{};
    Pairs params{};  // of query and body; lists keep their "[]"
    std::string idempotency_key{};
    Twist twist{};
    Instant now{};
    std::optional<std::string> param(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
  };
  using Items = Commons::Items;
  struct Listed {
    std::string id{};
    const SimItem* item = nullptr;
  };
  using List = std::vector<Listed>;

  Call read_call(const WireRequest& request, const Twist& twist) const;
  WireReply limited(const Call& call);
  WireReply answer(const Call& call);
  WireReply read(const Call& call);
  WireReply statuses(const Call& call, const std::string& rest);
  std::optional<WireReply> refuse_unknown(const Call& call,
                                          std::initializer_list<std::string_view> known) const;
  bool visible(const SimItem& item, const Call& call) const;
  bool names_city(const SimItem& item) const;
  bool filtered(const SimItem& item) const;
  WireReply page(const Call& call, List list, const std::string& path, std::size_t most,
                 std::size_t usual, bool notifications);
  WireReply notifications(const Call& call);
  WireReply notification(const Call& call, const std::string& id);
  WireReply tag(const Call& call, const std::string& name);
  WireReply account_statuses(const Call& call, const std::string& id);
  WireReply conversations(const Call& call);
  WireReply search(const Call& call);
  WireReply context(const Call& call, const SimItem& item);
  WireReply history(const SimItem& item);
  WireReply instance(const Call& call);
  WireReply create(const Call& call);
  WireReply change(const Call& call, const SimItem& item);
  WireReply remove(const Call& call, const SimItem& item);
  std::optional<WireReply> refuse_text(const Call& call) const;
  void write_account(JsonWriter& out, const std::string& id) const;
  void write_status(JsonWriter& out, const SimItem& item, const Call& call) const;
  void write_notification(JsonWriter& out, const SimItem& item, const Call& call) const;
  std::string shown(const SimItem& item, const Call& call) const;

  Parts parts_;
  RateBox rates_;
  struct Kept {
    std::string id{};
    Instant at{};
  };
  std::map<std::string, Kept> keys_{};  // Idempotency-Key → status
};

}  // namespace social311::simulator

// Tells hot topics to the webhook and by mail, each at most once an episode and sink: claimed
// before it leaves, tried again only when it surely did not arrive.
#pragma once

#include "core/http.h"
#include "service/config.h"
#include "service/trend_message.h"
#include "sql/store.h"

namespace social311::service {

enum class Delivered { sent, refused /* surely not there */, unknown };
struct DeliveryOutcome {
  Delivered how = Delivered::sent;
  std::string error{};
};
// One POST. An answer of 2xx is sent, any other refused; no whole answer is unknown unless nothing
// left.
DeliveryOutcome post_webhook(HttpClient& http, const TrendsConfig& trends, const std::string& id,
                             const std::string& body, Instant now);
// Runs the configured program with the mail as its input. `folder` holds the mail meanwhile, 0600.
DeliveryOutcome send_mail(const TrendsConfig& trends, const std::string& mail,
                          const std::string& folder);

class TrendsMessenger {  // borrows its parts
 public:
  TrendsMessenger(const Config& config, HttpClient& http) : config_(config), http_(http) {}

  // The day's digest becomes owed once its time has come (and for two hours after).
  void owe_digest(sql::Store& store, Instant now);
  // Sends one message that is due; false when none is.
  bool send_one(sql::Store& store, Instant now);

 private:
  std::optional<TrendMessage> compose(sql::Store& store, const std::string& what, Instant now);
  TrendMessage digest(sql::Store& store, const std::string& what, Instant now);
  DeliveryOutcome deliver(const TrendMessage& message, const std::string& channel, Instant now);
  bool configured(const std::string& channel) const;

  const Config& config_;
  HttpClient& http_;
  std::string owed_{};  // the digest that was looked after last
};

}  // namespace social311::service

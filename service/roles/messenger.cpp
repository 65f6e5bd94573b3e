#include "service/roles/messenger.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "casebridge/local_time.h"
#include "core/process.h"
#include "core/text.h"
#include "net/client.h"
#include "service/coverage.h"
#include "service/roles/duty.h"
#include "service/roles/trends.h"
#include "service/roles/turn.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr auto mail_patience = 60s;
constexpr int most_tries = 12;
constexpr auto longest_wait = 1h;
constexpr int digest_minutes = 120;  // after its time it may still be sent
constexpr std::size_t error_bytes = 300;

// Removed when it goes out of scope.
class MailFile {
 public:
  MailFile(const std::string& folder, const std::string& text) : path_(folder + "/mail.XXXXXX") {
    const int file = ::mkostemp(path_.data(), O_CLOEXEC);  // 0600
    if (file < 0) {
      path_.clear();
      return;
    }
    std::size_t written = 0;
    while (written < text.size()) {
      const auto put = ::write(file, text.data() + written, text.size() - written);
      if (put <= 0) break;
      written += static_cast<std::size_t>(put);
    }
    whole_ = ::close(file) == 0 && written == text.size();
  }
  MailFile(const MailFile&) = delete;
  MailFile& operator=(const MailFile&) = delete;
  ~MailFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  bool whole() const { return whole_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool whole_ = false;
};

std::string digest_name(std::chrono::year_month_day date) {
  char text[32] = {};
  std::snprintf(text, sizeof text, "digest/%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

Instant next_try(int tries, Instant now) {
  const auto wait = std::chrono::seconds(30) * (1 << std::min(tries - 1, 7));
  return now + std::min<std::chrono::seconds>(wait, longest_wait);
}

sql::EndOfDelivery end_of(const sql::ClaimedDelivery& claimed, const DeliveryOutcome& outcome,
                          Instant now) {
  sql::EndOfDelivery end{.what = claimed.what,
                         .channel = claimed.channel,
                         .state = "sent",
                         .error = outcome.error,
                         .now = now};
  if (outcome.how == Delivered::unknown) end.state = "unknown";
  if (outcome.how == Delivered::refused) {
    end.state = claimed.tries < most_tries ? "waiting" : "failed";
    end.next_at = next_try(claimed.tries, now);
  }
  return end;
}

void log_end(const sql::EndOfDelivery& end) {
  if (end.state == "sent")
    spdlog::info("trends_told what={} channel={}", end.what, end.channel);
  else
    spdlog::warn("trends_not_told what={} channel={} state={} why={}", end.what, end.channel,
                 end.state, quoted(end.error));
}

// Staff have said that it needs no telling.
bool is_settled(const sql::HotEpisode& about) {
  return about.state == "muted" || about.false_alarms > about.real_ones;
}

}  // namespace

DeliveryOutcome post_webhook(HttpClient& http, const TrendsConfig& trends, const std::string& id,
                             const std::string& body, Instant now) {
  HttpRequest request{
      .method = "POST",
      .url = trends.webhook_url,
      .headers = {{"Content-Type", "application/json"}, {"X-Social311-Delivery", id}},
      .body = body,
      .effect = HttpEffect::write};
  if (!trends.webhook_secret.empty())
    request.headers["X-Social311-Signature"] = webhook_signature(trends.webhook_secret, now, body);
  const auto answer = http.send(request);
  if (!answer) {
    const bool stayed = answer.fault().reach == Reach::not_sent;
    return {stayed ? Delivered::refused : Delivered::unknown,
            stayed ? "the webhook cannot be reached" : "the webhook gave no whole answer"};
  }
  if (answer->status >= 200 && answer->status < 300) return {};
  return {Delivered::refused, "the webhook answered " + std::to_string(answer->status)};
}

DeliveryOutcome send_mail(const TrendsConfig& trends, const std::string& mail,
                          const std::string& folder) {
  const MailFile file(folder, mail);
  if (!file.whole()) return {Delivered::refused, "the mail cannot be written under " + folder};
  const auto ran = run({.command = trends.sendmail, .input_file = file.path()}, mail_patience);
  if (!ran)
    return {ran.fault().kind == FaultKind::rejected ? Delivered::refused : Delivered::unknown,
            ran.fault().message};
  if (ran->code == 0) return {};
  return {Delivered::refused, trends.sendmail.front() + " ended with " + std::to_string(ran->code) +
                                  ": " + quoted(trim(ran->output), error_bytes)};
}

bool TrendsMessenger::configured(const std::string& channel) const {
  const auto channels = config_.trends.channels();
  return std::find(channels.begin(), channels.end(), channel) != channels.end();
}

void TrendsMessenger::owe_digest(sql::Store& store, Instant now) {
  if (!config_.trends.digest_at) return;
  const auto local = casebridge::local_moment(config_.city.timezone, now);
  const int past = local.hour * 60 + local.minute - *config_.trends.digest_at;
  const std::string name = digest_name(local.date);
  if (past < 0 || past > digest_minutes || name == owed_) return;
  for (const auto& channel : config_.trends.channels())
    store.owe_delivery(name, channel, after_quiet_hours(config_, now), now);
  owed_ = name;
}

TrendMessage TrendsMessenger::digest(sql::Store& store, const std::string& what, Instant now) {
  TrendMessage message{.id = what};
  for (auto& one : store.hot_topics(now - 24h, 200))
    if (one.found_at >= now - 24h && !is_settled(one)) message.episodes.push_back(std::move(one));
  message.coverage = coverage_sentence(coverage_of(config_, store, now - 24h, now));
  return message;
}

std::optional<TrendMessage> TrendsMessenger::compose(sql::Store& store, const std::string& what,
                                                     Instant now) {
  TrendMessage message;
  std::string page = config_.web.public_url + "/?screen=trends";
  if (is_of_cases(what)) {
    auto duty = duty_message(config_, store, what);
    if (!duty) return std::nullopt;
    message = std::move(*duty);
    page = config_.web.public_url + "/";
  } else if (what.starts_with("digest/")) {
    message = digest(store, what, now);
  } else {
    const std::string episode = what.substr(what.find('/') + 1);
    const auto detail = store.hot_topic(episode, now);
    if (!detail || is_settled(detail->about)) return std::nullopt;
    message = {.id = what, .episodes = {detail->about}, .samples = store.hot_samples(episode)};
    page += "&hot=" + episode;
  }
  message.city = config_.city.name;
  message.link = page;
  message.zone = config_.city.timezone;
  message.at = now;
  return message;
}

DeliveryOutcome TrendsMessenger::deliver(const TrendMessage& message, const std::string& channel,
                                         Instant now) {
  if (channel == "email")
    return send_mail(config_.trends, mail_text(message, config_.trends), config_.database.data_dir);
  return post_webhook(http_, config_.trends, message.id,
                      webhook_body(message, config_.trends.webhook_form), now);
}

bool TrendsMessenger::send_one(sql::Store& store, Instant now) {
  const auto claimed = store.claim_delivery(now);
  if (!claimed) return false;
  const auto message =
      configured(claimed->channel) ? compose(store, claimed->what, now) : std::nullopt;
  if (!message) {
    store.end_delivery({.what = claimed->what,
                        .channel = claimed->channel,
                        .state = "dropped",
                        .error = configured(claimed->channel) ? "settled before it was told"
                                                              : "no longer configured",
                        .now = now});
    return true;
  }
  const auto end = end_of(*claimed, deliver(*message, claimed->channel, now), now);
  store.end_delivery(end);
  log_end(end);
  return true;
}

void run_messenger(const RoleParts& parts, std::stop_token stop) {
  if (parts.config.trends.channels().empty()) return;
  StoreKeeper keeper(parts.database, parts.clock);
  auto http = net::make_http_client();
  TrendsMessenger messenger(parts.config, *http);
  int generation = 0;
  while (!stop.stop_requested()) {
    bool more = false;
    keeper.turn("trends_messages", stop, [&] {
      auto& store = keeper.store();
      if (generation != keeper.generation()) {
        if (!store.lock_trends(sql::TrendsLock::messenger)) return;
        generation = keeper.generation();
        if (const int lost = store.forget_tries(); lost > 0)
          spdlog::warn("trends_messages_unknown count={}", lost);
      }
      messenger.owe_digest(store, parts.clock.now());
      more = messenger.send_one(store, parts.clock.now());
    });
    if (!more) parts.clock.sleep_until(parts.clock.now() + 2s, stop);
  }
}

}  // namespace social311::service

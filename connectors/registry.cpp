// The networks that exist. A new one: a folder that implements Network, and one line here.
#include <algorithm>
#include <array>
#include <memory>

#include "connectors/answers.h"
#include "connectors/bluesky/bluesky.h"
#include "connectors/facebook/facebook.h"
#include "connectors/instagram/instagram.h"
#include "connectors/mastodon/mastodon.h"
#include "connectors/network.h"
#include "connectors/twitter/twitter.h"
#include "core/text.h"

namespace social311::connectors {
namespace {

struct Entry {
  const char* name = "";
  std::optional<std::string> (*unusable)(const Account&) = nullptr;
  std::optional<std::string> (*check_word)(const std::string&) = nullptr;
  std::unique_ptr<Network> (*make)(const Account&, NetworkParts) = nullptr;
  std::vector<std::string> default_words{};
  // Where one word of `listen` may stand for several feeds.
  std::vector<std::string> (*feeds)(const std::string& word) = nullptr;
};

template <typename T>
std::unique_ptr<Network> make(const Account& account, NetworkParts parts) {
  return std::make_unique<T>(account, parts);
}

const std::array<Entry, 5>& entries() {
  static const std::array<Entry, 5> all{{
      // A mention that is no facet gives no notification on Bluesky: only a search finds it.
      {"bluesky",
       bluesky::unusable,
       bluesky::check_word,
       make<bluesky::Bluesky>,
       {"mentions", "search:@{handle}"}},
      {"facebook",
       facebook::unusable,
       facebook::check_word,
       make<facebook::Facebook>,
       {"posts", "comments", "messages"}},
      {"instagram",
       instagram::unusable,
       instagram::check_word,
       make<instagram::Instagram>,
       {"comments", "tags", "messages"}},
      {"mastodon",
       mastodon::unusable,
       mastodon::check_word,
       make<mastodon::Mastodon>,
       {"mentions", "direct_messages"}},
      {"twitter",
       twitter::unusable,
       twitter::check_word,
       make<twitter::Twitter>,
       {"mentions", "direct_messages"},
       twitter::feeds_of_word},
  }};
  return all;
}

const Entry* find(const std::string& network) {
  for (const Entry& entry : entries()) {
    if (entry.name == network) return &entry;
  }
  return nullptr;
}

std::string unknown_network(const std::string& network) {
  std::string known;
  for (const Entry& entry : entries())
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  return "unknown network " + quoted(network, 40) + "; known are: " + known;
}

std::optional<std::string> bad_address(const std::string& address) {
  const auto url = parse_url(address);
  if (!url) return "base_url is no http(s) address";
  if (url->scheme != "https" && !is_loopback_host(url->host))
    return "base_url must begin with https:// (http:// is for this machine only)";
  if (address.find_first_of("?#@") != std::string::npos)
    return "base_url must hold scheme, host and path only";
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<Network>> make_network(const Account& account, NetworkParts parts) {
  const Entry* entry = find(account.network);
  if (entry == nullptr) return fault(FaultKind::rejected, unknown_network(account.network));
  auto wrong = bad_address(account.base_url);
  if (!wrong) wrong = entry->unusable(account);
  if (wrong) return fault(FaultKind::rejected, "account " + account.key() + ": " + *wrong);
  return entry->make(account, parts);
}

std::vector<std::string> known_networks() {
  std::vector<std::string> names;
  for (const Entry& entry : entries()) names.emplace_back(entry.name);
  return names;
}

std::vector<std::string> default_listen(const std::string& network) {
  const Entry* entry = find(network);
  return entry == nullptr ? std::vector<std::string>() : entry->default_words;
}

std::vector<std::string> feeds_of(const Account& account) {
  const Entry* entry = find(account.network);
  const auto words = account.listen.empty() ? default_listen(account.network) : account.listen;
  if (entry == nullptr || entry->feeds == nullptr) return words;
  std::vector<std::string> feeds;
  for (const std::string& word : words) {
    for (std::string& feed : entry->feeds(word)) feeds.push_back(std::move(feed));
  }
  return feeds;
}

std::optional<std::string> check_listen(const std::string& network, const std::string& word) {
  const Entry* entry = find(network);
  if (entry == nullptr) return unknown_network(network);
  const auto wrong = entry->check_word(word);
  if (!wrong) return std::nullopt;
  return quoted(word, 80) + " cannot be listened to: " + *wrong;
}

const char* name_of(PublishOutcome::Kind kind) {
  switch (kind) {
    case PublishOutcome::Kind::sent:
      return "sent";
    case PublishOutcome::Kind::rejected:
      return "rejected";
    case PublishOutcome::Kind::not_sent:
      return "not_sent";
    case PublishOutcome::Kind::unknown:
      break;
  }
  return "unknown";
}

const char* name_of(Gone why) {
  switch (why) {
    case Gone::hidden:
      return "hidden";
    case Gone::withheld:
      return "withheld";
    case Gone::deleted:
      break;
  }
  return "deleted";
}

std::int64_t Network::cost_of(const OutgoingReply& reply) const {
  const Prices& prices = capabilities().prices;
  return reply.direct_message ? prices.message : prices.reply;
}

// What most networks do not have.
PublishOutcome Network::remove_own(const std::string&, Instant) {
  return refused("", "this network's connector cannot take a post back: remove it there by hand");
}

Result<SignInPage> Network::begin_sign_in(const std::string&, Random&) {
  return fault(FaultKind::rejected,
               "this network has no sign-in page: make a new token there and put it into the "
               "account's credentials_file");
}

Result<Done> Network::finish_sign_in(const SignInPage&, const std::string&, const std::string&,
                                     Instant) {
  return fault(FaultKind::rejected, "this network has no sign-in page");
}

Pushed Network::take_push(const Push&, Instant) {
  return {};
}

}  // namespace social311::connectors

#include "connectors/twitter/prices.h"

#include "connectors/twitter/text.h"
#include "connectors/twitter/urls.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::int64_t thousandth = 1'000;  // of a dollar, in millionths

std::int64_t price_of(Thing thing, const Prices& prices) {
  switch (thing) {
    case Thing::own_post:
      return prices.own_read;
    case Thing::message:
      return prices.message_read;
    case Thing::user:
      return prices.user_read;
    case Thing::post:
      break;
  }
  return prices.post_read;
}

}  // namespace

std::optional<Tier> tier_of(std::string_view name) {
  if (name.empty() || name == "self_serve") return Tier::self_serve;
  if (name == "enterprise") return Tier::enterprise;
  return std::nullopt;
}

Prices prices_of(Tier tier, Scheme scheme) {
  if (tier == Tier::enterprise) return {};
  Prices out;
  out.post_read = 5 * thousandth;
  out.own_read = scheme == Scheme::app_only ? out.post_read : 1 * thousandth;
  out.message_read = 10 * thousandth;
  out.user_read = 10 * thousandth;
  out.reply = 10 * thousandth;  // self-serve replies are summoned ones
  out.post = 15 * thousandth;
  out.reply_with_url = 200 * thousandth;
  out.message = 15 * thousandth;
  return out;
}

Spend spend_on(int things, Thing thing, const Prices& prices) {
  return {things, things * price_of(thing, prices)};
}

std::int64_t price_of_text(std::string_view text, const Prices& prices) {
  return find_urls(code_points(text)).empty() ? prices.reply : prices.reply_with_url;
}

}  // namespace social311::connectors::twitter

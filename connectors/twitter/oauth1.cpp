#include "connectors/twitter/oauth1.h"

#include <algorithm>

#include "core/digest.h"
#include "core/http.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

Parameters query_of(std::string_view url) {
  Parameters out;
  const std::size_t mark = url.find('?');
  if (mark == std::string_view::npos) return out;
  for (const std::string& pair : split(url.substr(mark + 1), '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value =
        equals < pair.size() ? std::string_view(pair).substr(equals + 1) : std::string_view();
    out.emplace_back(percent_decode(pair.substr(0, equals)).value_or(""),
                     percent_decode(value).value_or(""));
  }
  return out;
}

Parameters oauth_fields(const OAuth1Keys& keys, const std::string& nonce, Instant now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return {{"oauth_consumer_key", keys.consumer_key.reveal()},
          {"oauth_nonce", nonce},
          {"oauth_signature_method", "HMAC-SHA1"},
          {"oauth_timestamp", std::to_string(seconds)},
          {"oauth_token", keys.token.reveal()},
          {"oauth_version", "1.0"}};
}

}  // namespace

std::string oauth1_signature(std::string_view method, std::string_view address,
                             const Parameters& parameters, const OAuth1Keys& keys) {
  Parameters encoded;
  for (const auto& [name, value] : parameters)
    encoded.emplace_back(percent_encode(name), percent_encode(value));
  std::sort(encoded.begin(), encoded.end());  // by encoded name, then by encoded value
  std::string joined;
  for (const auto& [name, value] : encoded) {
    if (!joined.empty()) joined += '&';
    joined += name + "=" + value;
  }
  const std::string base =
      std::string(method) + "&" + percent_encode(address) + "&" + percent_encode(joined);
  const std::string key = percent_encode(keys.consumer_secret.reveal()) + "&" +
                          percent_encode(keys.token_secret.reveal());
  return base64(hmac_sha1(key, base));
}

std::string oauth1_header(std::string_view method, std::string_view url, const OAuth1Keys& keys,
                          const std::string& nonce, Instant now) {
  Parameters fields = oauth_fields(keys, nonce, now);
  Parameters all = query_of(url);
  all.insert(all.end(), fields.begin(), fields.end());
  fields.emplace_back("oauth_signature",
                      oauth1_signature(method, url.substr(0, url.find('?')), all, keys));
  std::string header = "OAuth ";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) header += ", ";
    header += percent_encode(fields[i].first) + "=\"" + percent_encode(fields[i].second) + "\"";
  }
  return header;
}

}  // namespace social311::connectors::twitter

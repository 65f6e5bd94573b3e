// Fifty reads in one request. HTTP 200 with failing items is normal, an item's body is JSON within
// a string, and an item that timed out is null: each one is judged alone.
#include <algorithm>

#include "connectors/answers.h"
#include "connectors/meta/graph.h"

namespace social311::connectors::meta {
namespace {

constexpr int most_rounds = 3;  // for items that came back as null

HttpHeaders headers_of(const JsonValue& item) {
  HttpHeaders out;
  for (const JsonValue& header : item["headers"].items()) {
    const auto name = header["name"].text();
    const auto value = header["value"].text();
    if (name && value && out.size() < 50) out[*name] = *value;
  }
  return out;
}

}  // namespace

Result<std::vector<std::optional<Graph::Judged>>> Graph::send_batch(const std::vector<Ask>& asks,
                                                                    const std::vector<Fit>& fits,
                                                                    Instant now) {
  JsonWriter list;
  list.list();
  for (std::size_t i = 0; i < asks.size(); ++i) {
    const Parameters query = query_of(asks[i], fits[i]);
    const std::string path = path_of(asks[i]) + (query.empty() ? "" : "?" + query_string(query));
    list.object().member("method", "GET").member("relative_url", path).end();
  }
  Parameters form{{"batch", list.str()}};
  if (!proof_.empty()) form.emplace_back("appsecret_proof", proof_);
  const Budget budget = call(asks.front().use).budget;
  HttpRequest post = request("POST", "", {});
  post.headers["Content-Type"] = "application/x-www-form-urlencoded";
  post.body = query_string(form);
  post.limits.inactivity = post.limits.total = Milliseconds(90'000);
  auto response = send(post, budget);
  if (!response) return response.fault();
  const Judged whole = judge(std::move(response).value(), budget, now);
  if (!whole.body || !whole.body->is_list()) return fault_for(whole, budget, now);
  std::vector<std::optional<Judged>> out;
  for (std::size_t i = 0; i < asks.size(); ++i) {
    const JsonValue item = whole.body->at(i);
    if (!item.is_object()) {
      out.emplace_back();
      continue;
    }
    HttpResponse one;
    one.status = static_cast<int>(item["code"].number(100, 999).value_or(0));
    one.headers = headers_of(item);
    one.body = item["body"].text().value_or(item["body"].dump());
    out.emplace_back(judge(std::move(one), budget, now));
  }
  return out;
}

// An item that asked for too much, or for a field that is not known, is asked again by itself, with
// less.
Result<Reply> Graph::item_reply(const Ask& ask, Fit fit, const std::optional<Judged>& item,
                                Instant now) {
  if (!item) return fault(FaultKind::retry_later, "Meta left one call of a batch unanswered");
  if (auto reply = reply_of(ask, fit, *item)) return *reply;
  if (step_back(ask.use, fit, *item, now)) return read(ask, now);
  return fault_for(*item, call(ask.use).budget, now);
}

std::vector<Result<Reply>> Graph::read_some(const std::vector<Ask>& asks, Instant now) {
  std::vector<std::optional<Judged>> items(asks.size());
  std::vector<Fit> fits;
  for (const Ask& ask : asks) fits.push_back(fit_of(ask.use, now));
  for (int round = 0; round < most_rounds; ++round) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < asks.size(); ++i)
      if (!items[i]) open.push_back(i);
    if (open.empty()) break;
    std::vector<Ask> open_asks;
    std::vector<Fit> open_fits;
    for (const std::size_t i : open) {
      open_asks.push_back(asks[i]);
      open_fits.push_back(fits[i]);
    }
    auto answers = send_batch(open_asks, open_fits, now);
    if (!answers && round == 0)
      return std::vector<Result<Reply>>(asks.size(), Result<Reply>(answers.fault()));
    if (!answers) break;
    for (std::size_t k = 0; k < open.size(); ++k) items[open[k]] = std::move((*answers)[k]);
  }
  std::vector<Result<Reply>> out;
  for (std::size_t i = 0; i < asks.size(); ++i)
    out.push_back(item_reply(asks[i], fits[i], items[i], now));
  return out;
}

std::vector<Result<Reply>> Graph::read_all(const std::vector<Ask>& asks, Instant now) {
  std::vector<Result<Reply>> out;
  for (std::size_t from = 0; from < asks.size(); from += most_in_batch) {
    const std::size_t count = std::min(most_in_batch, asks.size() - from);
    const auto first = asks.begin() + static_cast<std::ptrdiff_t>(from);
    const std::vector<Ask> some(first, first + static_cast<std::ptrdiff_t>(count));
    const auto wait = held(call(some.front().use).budget, now);
    auto part =
        wait ? std::vector<Result<Reply>>(
                   some.size(),
                   Result<Reply>(fault(FaultKind::retry_later, "Meta's limit is used up", *wait)))
             : read_some(some, now);
    std::move(part.begin(), part.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace social311::connectors::meta

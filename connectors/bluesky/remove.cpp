// Taking a post of our own back: deleteRecord, which answers the same for a record that is gone.
#include <exception>

#include "connectors/answers.h"
#include "connectors/bluesky/bluesky.h"
#include "connectors/bluesky/errors.h"
#include "connectors/bluesky/uri.h"
#include "core/json.h"

namespace social311::connectors::bluesky {

PublishOutcome Bluesky::remove(const std::string& key, Instant now) {
  const auto session = session_.current(now);
  if (!session) return end_before_write(session.fault());
  HttpRequest request;
  request.method = "POST";
  request.url = base_ + "com.atproto.repo.deleteRecord";
  request.headers["Authorization"] = "Bearer " + session->access.reveal();
  request.headers["Content-Type"] = "application/json";
  JsonWriter json;
  json.object().member("repo", self_.did).member("collection", std::string(post_collection));
  request.body = json.member("rkey", key).str();
  request.effect = HttpEffect::write;
  request.limits.total = Milliseconds(8'000);
  const auto response = parts_.http.send(request);
  if (!response) return end_without_answer(response.fault());
  if (response->status == 200) {
    PublishOutcome out;
    out.kind = PublishOutcome::Kind::sent;
    out.http_status = 200;
    return out;
  }
  PublishOutcome out = outcome_of(*response, post_uri(self_.did, key), now);
  const TokenTrouble trouble = token_trouble(*response);
  if (trouble != TokenTrouble::none && session_.renew(*session, trouble, now)) {
    out.park_account = false;  // the next attempt carries a new token
    out.retry_after = shortest_wait;
  }
  return out;
}

PublishOutcome Bluesky::remove_own(const std::string& remote_id, Instant now) {
  const auto uri = parse_at_uri(remote_id);
  if (!uri || uri->did != self_.did || uri->collection != post_collection)
    return refused("", "this is no post of the account");
  try {
    return remove(uri->key, now);
  } catch (const std::exception&) {
    return not_sent("the account's session cannot be read at the moment");
  }
}

}  // namespace social311::connectors::bluesky

// Taking a post of our own back.
#include "connectors/answers.h"
#include "connectors/mastodon/errors.h"
#include "connectors/mastodon/mastodon.h"

namespace social311::connectors::mastodon {

// 200 shows the post as it was; 404 and 410: it is gone already.
PublishOutcome Mastodon::remove_own(const std::string& remote_id, Instant now) {
  if (!is_id(remote_id)) return refused("", "the post to take back has no id of Mastodon");
  HttpRequest request;
  request.method = "DELETE";
  request.url = base_ + status_path(remote_id);
  request.headers["Authorization"] = "Bearer " + token_.reveal();
  request.effect = HttpEffect::write;
  request.limits.total = Milliseconds(8'000);
  const auto response = parts_.http.send(request);
  if (!response) return end_without_answer(response.fault());
  PublishOutcome out;
  if (response->status == 200 || response->status == 404 || response->status == 410) {
    out.kind = PublishOutcome::Kind::sent;
  } else {
    out = outcome_of(*response, now);
  }
  out.http_status = response->status;
  return out;
}

}  // namespace social311::connectors::mastodon

// Look-ups by id and name, and the usage report.
#include <chrono>

#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/x_api.h"

namespace social311::simulator {

// A post that is gone becomes an entry of `errors`: its type says not found, whatever the title
// says.
const SimPost* XApi::look_up(const std::string& id, const std::string& parameter,
                             Renderer& renderer) const {
  const SimPost* post = parts_.world.find(parse_id(id).value_or(0));
  const SimUser* author = post != nullptr ? parts_.world.user(post->author_id) : nullptr;
  PartialError error = not_found(parameter, id, "tweet");
  if (author == nullptr) {
    renderer.fail(std::move(error));
    return nullptr;
  }
  if (author->standing == Standing::active) return post;
  if (author->standing == Standing::suspended) {
    error.title = "Forbidden";
    error.detail = "User has been suspended: [" + author->handle + "].";
  } else {
    error.title = "Authorization Error";
    error.detail =
        "Sorry, you are not authorized to see the Tweet with " + parameter + ": [" + id + "].";
    error.type = "not-authorized-for-resource";
  }
  renderer.fail(std::move(error));
  return nullptr;
}

WireReply XApi::posts_by_ids(const Call& call) {
  Renderer renderer(parts_.world, call.ask, call.twist.authors);
  std::vector<const SimPost*> found;
  for (const std::string& id : split(call.ask.value("ids"), ',')) {
    if (const SimPost* post = look_up(id, "ids", renderer)) found.push_back(post);
  }
  JsonWriter out;
  out.object();
  if (!found.empty()) out.key("data").list();
  for (const SimPost* post : found) {
    renderer.post(out, *post);
    parts_.meter.charge_read("post/" + std::to_string(post->id), price::post_read, call.now);
  }
  if (!found.empty()) out.end();
  renderer.finish(out);
  return json_reply(200, out.str());
}

WireReply XApi::post_by_id(const Call& call) {
  Renderer renderer(parts_.world, call.ask, call.twist.authors);
  const SimPost* post = look_up(call.ask.subject, "id", renderer);
  JsonWriter out;
  out.object();
  if (post != nullptr) {
    renderer.post(out.key("data"), *post);
    parts_.meter.charge_read("post/" + std::to_string(post->id), price::post_read, call.now);
  }
  renderer.finish(out);
  return json_reply(200, out.str());
}

WireReply XApi::one_user(const Call& call, const SimUser* user, const std::string& parameter) {
  Renderer renderer(parts_.world, call.ask);
  JsonWriter out;
  out.object();
  if (user != nullptr && user->standing != Standing::suspended) {
    renderer.user(out.key("data"), *user);
    parts_.meter.charge_read("user/" + user->id, price::user_read, call.now);
  } else {
    PartialError error = not_found(parameter, call.ask.subject, "user");
    if (user != nullptr) {
      error.title = "Forbidden";
      error.detail = "User has been suspended: [" + call.ask.subject + "].";
    }
    renderer.fail(std::move(error));
  }
  renderer.finish(out);
  return json_reply(200, out.str());
}

// Numbers are strings in 2.167 and integers in 2.166.
WireReply XApi::usage(const Call& call) const {
  const std::uint64_t used = parts_.meter.posts_read(call.now);
  const std::uint64_t cap = parts_.meter.cap().value_or(3'000'000);
  const bool fresh = call.ask.vocabulary == Vocabulary::post;
  JsonWriter out;
  out.object().key("data").object().member("cap_reset_day", 1).member("project_id", "311");
  if (fresh) {
    out.member("project_cap", std::to_string(cap)).member("project_usage", std::to_string(used));
  } else {
    out.member("project_cap", cap).member("project_usage", used);
  }
  return json_reply(200, out.str());
}

}  // namespace social311::simulator

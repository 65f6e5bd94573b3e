#include "simulator/world.h"

#include <algorithm>
#include <chrono>

#include "core/digest.h"
#include "core/text.h"

namespace social311::simulator {

namespace {

Fault refused(std::string why) {
  return Fault{.kind = FaultKind::rejected, .message = std::move(why), .reach = Reach::not_sent};
}

bool is_handle(std::string_view handle) {
  return !handle.empty() && handle.size() <= 15 &&
         std::all_of(handle.begin(), handle.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '_';
         });
}

std::string derived_id(std::string_view handle) {
  return std::to_string(1'000'000'000'000'000'000ULL +
                        hash64(to_lower_ascii(handle)) % 700'000'000'000'000'000ULL);
}

std::vector<AttachedMedia> media_of(std::uint64_t id, const NewPost& post,
                                    const std::string& handle) {
  std::vector<AttachedMedia> media;
  for (int i = 0; i < post.media; ++i) {
    media.push_back({"3_" + std::to_string(id - static_cast<std::uint64_t>(i) - 1),
                     "https://x.com/" + handle + "/status/" + std::to_string(id) + "/photo/1"});
  }
  return media;
}

std::string repost_text(const SimPost& original, const std::string& handle) {
  const std::string text = "RT @" + handle + ": " + html_unescape(original.built.text);
  const auto offsets = code_point_offsets(text);
  if (offsets.size() <= 141) return text;
  return text.substr(0, offsets[139]) + "…";
}

Instant to_second(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant);
}

}  // namespace

bool SimPost::mentions(std::string_view handle) const {
  const std::string wanted = to_lower_ascii(handle);
  const auto named = whole().values(Entity::Kind::mention);
  return std::any_of(named.begin(), named.end(),
                     [&wanted](const std::string& one) { return to_lower_ascii(one) == wanted; });
}

Result<SimUser> World::put_user(SimUser given) {
  if (!is_handle(given.handle)) return refused("a handle is 1 to 15 of A-Z a-z 0-9 _");
  if (given.id.empty()) {
    const SimUser* known = user_by_handle(given.handle);
    given.id = known != nullptr ? known->id : derived_id(given.handle);
  }
  if (!parse_id(given.id)) return refused("a user id is 1 to 19 digits");
  const std::string key = to_lower_ascii(given.handle);
  const auto owner = handles_.find(key);
  if (owner != handles_.end() && owner->second != given.id) {
    return refused("the handle belongs to another user");
  }
  const SimUser* before = user(given.id);
  if (given.name.empty()) given.name = before != nullptr ? before->name : given.handle;
  if (given.description.empty() && before != nullptr) given.description = before->description;
  given.created_at = before != nullptr ? before->created_at : to_second(parts_.clock.now());
  if (before != nullptr && before->handle == given.handle && before->name == given.name &&
      before->standing == given.standing && before->description == given.description) {
    return *before;
  }
  if (before != nullptr) handles_.erase(to_lower_ascii(before->handle));
  handles_[key] = given.id;
  users_[given.id] = given;
  JsonWriter line;
  line.object().member("op", "user").member("id", given.id).member("handle", given.handle);
  line.member("name", given.name).member("description", given.description);
  line.member("created_at", given.created_at);
  line.member("standing", static_cast<int>(given.standing));
  if (parts_.journal) parts_.journal(line.str());
  return given;
}

const SimUser* World::user(std::string_view id) const {
  const auto found = users_.find(id);
  return found == users_.end() ? nullptr : &found->second;
}

const SimUser* World::user_by_handle(std::string_view handle) const {
  const auto found = handles_.find(to_lower_ascii(handle));
  return found == handles_.end() ? nullptr : user(found->second);
}

const SimPost* World::find(std::uint64_t id) const {
  const auto found = posts_.find(id);
  return found == posts_.end() || found->second.deleted ? nullptr : &found->second;
}

// A reply begins with its addressee and with those whom the answered post mentions, unless the
// writer named them or asked for silence.
std::string World::reply_prefix(const NewPost& post, const SimPost& target) const {
  const BuiltText own = build_text(post.text, "");
  const auto named = own.values(Entity::Kind::mention);
  std::vector<std::string> wanted;
  if (const SimUser* author = user(target.author_id)) wanted.push_back(author->handle);
  for (const std::string& handle : target.whole().values(Entity::Kind::mention)) {
    wanted.push_back(handle);
  }
  std::string prefix;
  std::set<std::string> seen;
  for (const std::string& handle : named) seen.insert(to_lower_ascii(handle));
  for (const std::string& handle : wanted) {
    const SimUser* known = user_by_handle(handle);
    if (known == nullptr || known->id == post.author_id) continue;
    if (std::count(post.silent_user_ids.begin(), post.silent_user_ids.end(), known->id) != 0)
      continue;
    if (seen.insert(to_lower_ascii(handle)).second) prefix += "@" + known->handle + " ";
  }
  return prefix;
}

SimPost World::make(std::uint64_t id, const NewPost& post, Instant arrived, Instant visible) const {
  SimPost made{.id = id, .source = post, .arrived_at = arrived, .visible_at = visible};
  made.author_id = post.author_id;
  made.created_at = to_second(instant_of(id));
  made.history = {id};
  made.conversation = id;
  std::string text = post.text;
  const std::string handle = user(post.author_id)->handle;
  if (const SimPost* target = find(post.in_reply_to)) {
    made.reply_to_user = target->author_id;
    made.conversation = target->conversation;
    made.prefix = reply_prefix(post, *target);
    text = made.prefix + text;
  }
  if (const SimPost* original = find(post.repost_of)) {
    made.reposted_handle = user(original->author_id)->handle;
    text = repost_text(*original, made.reposted_handle);
  }
  const std::string salt = std::to_string(id);
  made.built = build_text(text, salt, media_of(id, post, handle));
  if (post.repost_of == 0 && weighted_length(post.text) > post_length) {
    made.note = made.built;
    made.built = build_shortened(text, salt, "https://x.com/i/web/status/" + salt);
  }
  made.lang = post.lang.empty() ? guess_language(post.text) : post.lang;
  made.words = search_words(html_unescape(made.whole().text));
  return made;
}

Result<std::uint64_t> World::add(NewPost post) {
  if (user(post.author_id) == nullptr) return refused("unknown author");
  for (const std::uint64_t target : {post.in_reply_to, post.quoted, post.repost_of}) {
    if (target != 0 && find(target) == nullptr)
      return refused("unknown post " + std::to_string(target));
  }
  const Instant now = parts_.clock.now();
  const Instant at = post.created_at && *post.created_at < now ? *post.created_at : now;
  const auto lag = static_cast<std::uint64_t>(std::max<std::int64_t>(parts_.index_lag.count(), 0));
  const Milliseconds late(lag == 0 ? 0 : static_cast<std::int64_t>(parts_.random.below(lag + 1)));
  const std::uint64_t id = mint_.next(at);
  SimPost made = make(id, post, now, now + late);
  note(made);
  index(std::move(made));
  return id;
}

Result<std::uint64_t> World::edit(std::uint64_t id, const std::string& text) {
  const SimPost* asked = find(id);
  if (asked == nullptr) return refused("unknown post");
  const SimPost before = posts_.at(asked->history.back());
  if (before.source.in_reply_to != 0) return refused("a reply cannot be edited");
  if (before.history.size() > max_edits) return refused("edited too often");
  const Instant now = parts_.clock.now();
  if (now > instant_of(before.history.front()) + edit_window) return refused("too late to edit");
  NewPost post = before.source;
  post.text = text;
  post.created_at.reset();
  const std::uint64_t next = mint_.next(now);
  SimPost made = make(next, post, now, now);
  made.history = before.history;
  made.history.push_back(next);
  note(made);
  index(std::move(made));
  return next;
}

void World::index(SimPost post) {
  const std::uint64_t id = post.id;
  mint_.remember(id);
  for (const std::uint64_t version : post.history) {
    if (version != id) posts_.at(version).history = post.history;
  }
  if (post.source.in_reply_to != 0) replies_[post.source.in_reply_to].insert(id);
  if (post.source.quoted != 0) quotes_[post.source.quoted].insert(id);
  if (post.source.repost_of != 0) reposts_[post.source.repost_of].insert(id);
  if (post.source.repost_of == 0) {
    for (const std::string& handle : post.whole().values(Entity::Kind::mention)) {
      if (const SimUser* named = user_by_handle(handle)) mentions_[named->id].insert(id);
    }
  }
  authored_[post.author_id].insert(id);
  posts_.insert_or_assign(id, std::move(post));
}

bool World::remove(std::uint64_t id) {
  if (find(id) == nullptr) return false;
  if (parts_.journal) {
    JsonWriter line;
    line.object().member("op", "delete").member("id", std::to_string(id));
    parts_.journal(line.str());
  }
  erase(id);
  return true;
}

void World::erase(std::uint64_t id) {
  const auto found = posts_.find(id);
  if (found == posts_.end()) return;
  for (const std::uint64_t version : found->second.history) posts_.at(version).deleted = true;
}

std::uint64_t World::add_message(const std::string& sender, const std::string& recipient,
                                 const std::string& text) {
  const Instant now = parts_.clock.now();
  const std::uint64_t id = mint_.next(now);
  messages_.push_back({id, sender, recipient, repair_utf8(text), now});
  JsonWriter line;
  line.object().member("op", "message").member("id", std::to_string(id)).member("from", sender);
  line.member("to", recipient).member("text", messages_.back().text).member("at", now);
  if (parts_.journal) parts_.journal(line.str());
  return id;
}

std::vector<const SimPost*> World::listed(
    const std::map<std::string, std::set<std::uint64_t>>& lists, std::string_view user_id) const {
  std::vector<const SimPost*> found;
  const auto list = lists.find(std::string(user_id));
  if (list == lists.end()) return found;
  for (auto id = list->second.rbegin(); id != list->second.rend(); ++id) {
    const SimPost* post = find(*id);
    if (post != nullptr && post->newest_version()) found.push_back(post);
  }
  return found;
}

std::vector<const SimPost*> World::mentioning(std::string_view user_id) const {
  return listed(mentions_, user_id);
}

std::vector<const SimPost*> World::written_by(std::string_view user_id) const {
  return listed(authored_, user_id);
}

std::vector<const SimPost*> World::replies_to(std::uint64_t id) const {
  std::vector<const SimPost*> found;
  const auto list = replies_.find(id);
  if (list == replies_.end()) return found;
  for (const std::uint64_t reply : list->second) {
    if (const SimPost* post = find(reply)) found.push_back(post);
  }
  return found;
}

std::size_t World::count_references(std::uint64_t id, std::uint64_t NewPost::*reference) const {
  const auto& lists = reference == &NewPost::quoted      ? quotes_
                      : reference == &NewPost::repost_of ? reposts_
                                                         : replies_;
  const auto list = lists.find(id);
  if (list == lists.end()) return 0;
  return static_cast<std::size_t>(
      std::count_if(list->second.begin(), list->second.end(),
                    [this](std::uint64_t one) { return find(one) != nullptr; }));
}

}  // namespace social311::simulator

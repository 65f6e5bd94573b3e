// The state of the network: users, posts with their edits, direct messages. Every change is one
// line of the journal, and reading the journal back gives the same state. Not thread-safe: the
// simulator's lock covers it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "core/random.h"
#include "core/result.h"
#include "simulator/snowflake.h"
#include "simulator/text_build.h"

namespace social311::simulator {

enum class Standing { active, suspended, closed_to_strangers };  // the last one is "protected"

struct SimUser {
  std::string id{};
  std::string handle{};
  std::string name{};
  std::string description{};
  Instant created_at{};
  Standing standing = Standing::active;
};

enum class Origin { resident, api };  // by whom a post came: the control interface or X's API

// What somebody asks the network to publish.
struct NewPost {
  std::string author_id{};
  std::string text{};
  std::uint64_t in_reply_to = 0;
  std::uint64_t quoted = 0;
  std::uint64_t repost_of = 0;
  std::vector<std::string> silent_user_ids{};  // not mentioned automatically by this reply
  int media = 0;
  std::string media_alt{};
  std::optional<double> lat{};
  std::optional<double> lon{};
  std::string lang{};                   // "" = guessed
  std::optional<Instant> created_at{};  // in the past only; absent = now
  Origin origin = Origin::resident;
};

struct SimPost {
  std::uint64_t id = 0;
  NewPost source{};
  Instant created_at{};
  Instant arrived_at{};
  Instant visible_at{};  // in lists: indexing takes time; a look-up by id sees it at once
  std::string author_id{};
  std::string reply_to_user{};
  std::uint64_t conversation = 0;
  std::string prefix{};  // mentions that the network put before a reply
  BuiltText built{};
  std::optional<BuiltText> note{};  // the whole of a long post
  std::string lang{};
  std::vector<std::uint64_t> history{};  // all versions, oldest first
  std::vector<std::string> words{};      // for search
  std::string reposted_handle{};
  bool deleted = false;

  bool newest_version() const { return history.empty() || history.back() == id; }
  const BuiltText& whole() const { return note ? *note : built; }
  bool mentions(std::string_view handle) const;
};

struct SimMessage {
  std::uint64_t id = 0;
  std::string sender_id{};
  std::string recipient_id{};
  std::string text{};
  Instant created_at{};
};

// Why an edit is refused.
enum class EditRefusal { unknown_post, too_late, too_often, is_reply };

struct WorldParts {  // borrowed
  Clock& clock;
  Random& random;
  std::function<void(const std::string& line)> journal{};  // one JSON object, without line break
  Milliseconds index_lag{0};
};

class World {
 public:
  explicit World(WorldParts parts) : parts_(std::move(parts)), mint_(parts_.random) {}

  // Adds or changes a user. An empty id is derived from the handle. Fault (rejected): a handle that
  // X would not allow, or an id that is no number.
  Result<SimUser> put_user(SimUser user);
  const SimUser* user(std::string_view id) const;
  const SimUser* user_by_handle(std::string_view handle) const;

  Result<std::uint64_t> add(NewPost post);  // Fault (rejected): unknown author or target
  Result<std::uint64_t> edit(std::uint64_t id, const std::string& text);
  bool remove(std::uint64_t id);  // every version; false when it is not there
  std::uint64_t add_message(const std::string& sender, const std::string& recipient,
                            const std::string& text);

  // Deleted posts are kept inside and found by nobody.
  const SimPost* find(std::uint64_t id) const;
  const std::map<std::uint64_t, SimPost>& posts() const { return posts_; }
  const std::vector<SimMessage>& messages() const { return messages_; }
  std::vector<const SimPost*> mentioning(std::string_view user_id) const;  // newest first
  std::vector<const SimPost*> written_by(std::string_view user_id) const;  // newest first
  std::vector<const SimPost*> replies_to(std::uint64_t id) const;          // oldest first
  std::size_t count_references(std::uint64_t id, std::uint64_t NewPost::*reference) const;

  void replay(const JsonValue& line);  // what the journal was given; unknown lines are skipped

 private:
  std::string reply_prefix(const NewPost& post, const SimPost& target) const;
  SimPost make(std::uint64_t id, const NewPost& post, Instant arrived, Instant visible) const;
  void index(SimPost post);
  void note(const SimPost& post);
  void replay_post(const JsonValue& line);
  void erase(std::uint64_t id);
  std::vector<const SimPost*> listed(const std::map<std::string, std::set<std::uint64_t>>& lists,
                                     std::string_view user_id) const;

  WorldParts parts_;
  IdMint mint_;
  std::map<std::string, SimUser, std::less<>> users_;
  std::map<std::string, std::string, std::less<>> handles_;  // lower case → id
  std::map<std::uint64_t, SimPost> posts_;
  std::map<std::uint64_t, std::set<std::uint64_t>> replies_;
  std::map<std::uint64_t, std::set<std::uint64_t>> quotes_;
  std::map<std::uint64_t, std::set<std::uint64_t>> reposts_;
  std::map<std::string, std::set<std::uint64_t>> mentions_;  // user id → posts
  std::map<std::string, std::set<std::uint64_t>> authored_;
  std::vector<SimMessage> messages_;
};

constexpr std::chrono::minutes edit_window{30};
constexpr std::size_t max_edits = 5;

}  // namespace social311::simulator

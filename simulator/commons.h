// What stands on the four networks beside X: people, posts, comments and messages, under the ids
// that each network gives out. Every change is one line of the journal. Not thread-safe: the
// simulator's lock covers it.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "core/random.h"
#include "core/result.h"
#include "simulator/world.h"

namespace social311::simulator {

enum class Site { facebook, instagram, bluesky, mastodon };
const char* name_of(Site site);
std::optional<Site> site_of(std::string_view name);

enum class ItemKind { post, comment, message };

struct SimPerson {
  std::string id{};
  std::string handle{};  // without @; of another server: user@host
  std::string name{};
  Instant created_at{};
};

// What somebody puts on a network.
struct NewItem {
  Site site = Site::facebook;
  ItemKind kind = ItemKind::post;
  std::string author_id{};
  std::string text{};
  std::string answers{};  // id of the post, comment or message it stands under, "" = none
  std::string quotes{};   // Bluesky
  std::string wall{};     // whose page it stands on, "" = the author's own
  std::string to{};       // a message's addressee
  std::string visibility = "public";  // Mastodon
  std::string record{};               // Bluesky: the record as it was sent, "" = made from the text
  std::string record_key{};           // Bluesky: chosen by the writer, "" = minted
  int media = 0;
  std::string media_alt{};
  std::string lang{};
  std::optional<Instant> created_at{};  // as the author claims; absent = now
  Origin origin = Origin::resident;
};

struct SimItem {
  std::uint64_t key = 0;  // grows with arrival
  std::string id{};
  NewItem source{};
  Instant created_at{};
  Instant arrived_at{};
  Instant visible_at{};  // in lists
  std::string root{};    // what the thread began with: a post, or the other side of a conversation
  std::string parent{};  // Graph: the top-level comment above a reply, "" = none
  std::vector<std::string> texts{};  // earlier versions
  std::optional<Instant> edited_at{};
  std::uint64_t version = 1;
  bool hidden = false;
  bool deleted = false;
  bool private_replied = false;
  int likes = 0;

  const std::string& text() const { return source.text; }
};

struct CommonsParts {  // borrowed
  Clock& clock;
  Random& random;
  std::function<void(const std::string& line)> journal{};
  Milliseconds index_lag{0};
};

class Commons {
 public:
  using Items = std::vector<const SimItem*>;

  explicit Commons(CommonsParts parts) : parts_(std::move(parts)) {}

  // An empty id is derived from the handle. Fault (rejected): no usable handle.
  Result<SimPerson> put_person(Site site, SimPerson person);
  const SimPerson* person(Site site, std::string_view id) const;
  const SimPerson* person_by_handle(Site site, std::string_view handle) const;

  // The id. Fault (rejected): an author or a target that nobody knows.
  Result<std::string> add(NewItem item);
  bool edit(Site site, std::string_view id, const std::string& text,
            const std::string& record = "");
  bool remove(Site site, std::string_view id);  // what stands below stays, as the networks keep it
  bool hide(Site site, std::string_view id, std::string_view state);  // "hidden", "shown"
  bool mark_private_reply(Site site, std::string_view id);
  bool like(Site site, std::string_view id, int by);

  // Deleted items are found by nobody.
  const SimItem* find(Site site, std::string_view id) const;
  Items all(Site site) const;                            // oldest first
  Items below(Site site, std::string_view id) const;     // direct answers, oldest first
  Items thread(Site site, std::string_view root) const;  // everything with that root
  Items by(Site site, std::string_view author) const;
  std::size_t count(Site site) const;

  void replay(const JsonValue& line);  // lines that are not ours are skipped

 private:
  using Index = std::map<std::string, std::vector<std::size_t>, std::less<>>;
  struct Shelf {
    std::map<std::string, SimPerson, std::less<>> people{};
    std::map<std::string, std::string, std::less<>> handles{};  // lower case → id
    std::map<std::string, std::size_t, std::less<>> ids{};
    std::vector<std::size_t> order{};
    Index answers{};
    Index threads{};
    Index authors{};
  };
  const Shelf& shelf(Site site) const { return shelves_[static_cast<std::size_t>(site)]; }
  Shelf& shelf(Site site) { return shelves_[static_cast<std::size_t>(site)]; }
  SimItem* mutable_find(Site site, std::string_view id);
  Items picked(const Index& index, std::string_view key) const;
  std::uint64_t next_key();
  void place(SimItem& item) const;
  void mint(SimItem& item) const;
  std::string root_of(const SimItem& item) const;
  void index(SimItem item);
  void note(const SimItem& item);

  CommonsParts parts_;
  std::deque<SimItem> items_;
  std::array<Shelf, 4> shelves_;
  std::uint64_t last_key_ = 0;
};

// "3k…": 13 characters that sort like the microseconds they stand for.
std::string tid_of(std::uint64_t micros);
// "at://DID/app.bsky.feed.post/KEY"
std::string at_uri(std::string_view did, std::string_view key);

}  // namespace social311::simulator

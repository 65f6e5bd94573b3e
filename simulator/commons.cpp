#include "simulator/commons.h"

#include <algorithm>

#include "core/digest.h"
#include "core/text.h"

namespace social311::simulator {

namespace {

constexpr std::array<const char*, 4> site_names = {"facebook", "instagram", "bluesky", "mastodon"};

Fault refused(std::string why) {
  return Fault{.kind = FaultKind::rejected, .message = std::move(why)};
}

std::string digits(std::uint64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

// Bluesky and DIDs use the lower-case alphabet without 0, 1, 8, 9.
std::string base32(std::string_view bytes, std::size_t length) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += letters[static_cast<unsigned char>(bytes[i % bytes.size()]) % letters.size()];
  }
  return text;
}

// Ids of people are long numbers beyond 2^53 on Meta's networks, and differ from network to
// network.
std::string derived_id(Site site, const std::string& handle) {
  const std::string grain = std::string(name_of(site)) + "/" + handle;
  const std::uint64_t hash = hash64(grain);
  switch (site) {
    case Site::facebook:
      return "2" + digits(hash % 10'000'000'000'000'000ULL, 16);
    case Site::instagram:
      return "6" + digits(hash % 1'000'000'000'000'000ULL, 15);
    case Site::bluesky:
      return "did:plc:" + base32(sha256(grain), 24);
    case Site::mastodon:
      break;
  }
  return "1" + digits(hash % 100'000'000'000'000'000ULL, 17);
}

bool usable_handle(Site site, std::string_view handle) {
  const bool named = site == Site::facebook;  // people there have names, not handles
  if (handle.empty() || handle.size() > 200) return false;
  return named || std::all_of(handle.begin(), handle.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '_' || c == '.' || c == '-' || c == '@' || c == ':';
         });
}

std::string after_underscore(const std::string& id) {
  const std::size_t at = id.rfind('_');
  return at == std::string::npos ? id : id.substr(at + 1);
}

}  // namespace

const char* name_of(Site site) {
  return site_names[static_cast<std::size_t>(site)];
}

std::optional<Site> site_of(std::string_view name) {
  for (std::size_t i = 0; i < site_names.size(); ++i) {
    if (name == site_names[i]) return static_cast<Site>(i);
  }
  return std::nullopt;
}

std::string tid_of(std::uint64_t micros) {
  static constexpr std::string_view letters = "234567abcdefghijklmnopqrstuvwxyz";
  std::uint64_t value = micros << 10U;
  std::string text(13, '2');
  for (std::size_t i = 0; i < 13; ++i) {
    text[12 - i] = letters[value & 31U];
    value >>= 5U;
  }
  return text;
}

std::string at_uri(std::string_view did, std::string_view key) {
  return "at://" + std::string(did) + "/app.bsky.feed.post/" + std::string(key);
}

Result<SimPerson> Commons::put_person(Site site, SimPerson person) {
  Shelf& shelf = this->shelf(site);
  const std::string key = to_lower_ascii(person.handle);
  if (!usable_handle(site, person.handle)) return refused("the handle cannot be used");
  const auto holder = shelf.handles.find(key);
  if (person.id.empty()) {
    person.id = holder == shelf.handles.end() ? derived_id(site, key) : holder->second;
  } else if (holder != shelf.handles.end() && holder->second != person.id) {
    return refused("the handle belongs to somebody else");
  }
  const auto before = shelf.people.find(person.id);
  const bool known = before != shelf.people.end();
  if (person.name.empty()) person.name = known ? before->second.name : person.handle;
  person.created_at = known ? before->second.created_at : parts_.clock.now();
  if (known && before->second.handle == person.handle && before->second.name == person.name) {
    return person;
  }
  if (known) shelf.handles.erase(to_lower_ascii(before->second.handle));
  shelf.handles[key] = person.id;
  shelf.people[person.id] = person;
  if (parts_.journal) {
    JsonWriter line;
    line.object().member("op", "person").member("site", name_of(site)).member("id", person.id);
    line.member("handle", person.handle).member("name", person.name);
    line.member("created_at", person.created_at);
    parts_.journal(line.str());
  }
  return person;
}

const SimPerson* Commons::person(Site site, std::string_view id) const {
  const auto found = shelf(site).people.find(id);
  return found == shelf(site).people.end() ? nullptr : &found->second;
}

const SimPerson* Commons::person_by_handle(Site site, std::string_view handle) const {
  const auto found = shelf(site).handles.find(to_lower_ascii(handle));
  return found == shelf(site).handles.end() ? nullptr : person(site, found->second);
}

// Milliseconds, and never twice: ids stay fresh over a restart without a state file.
std::uint64_t Commons::next_key() {
  const auto now = static_cast<std::uint64_t>(parts_.clock.now().time_since_epoch().count());
  last_key_ = std::max(last_key_ + 1, now);
  return last_key_;
}

std::string Commons::root_of(const SimItem& item) const {
  const NewItem& source = item.source;
  if (source.kind == ItemKind::message) return source.wall;
  const SimItem* target = source.answers.empty() ? nullptr : find(source.site, source.answers);
  if (target == nullptr) return item.id;
  return target->root;
}

void Commons::mint(SimItem& item) const {
  const NewItem& source = item.source;
  const std::string number = digits(item.key, 13);
  switch (source.site) {
    case Site::facebook: {
      if (source.kind == ItemKind::message) item.id = "m_" + base64url(sha256(number));
      if (source.kind == ItemKind::post) {
        item.id = (source.wall.empty() ? source.author_id : source.wall) + "_1220" + number;
      }
      const SimItem* target = find(source.site, source.answers);
      if (source.kind == ItemKind::comment && target != nullptr) {
        item.id = after_underscore(target->root) + "_1330" + number;
      }
      break;
    }
    case Site::instagram:
      item.id = source.kind == ItemKind::message ? "aWdf" + base64url(sha256(number))
                : source.kind == ItemKind::post  ? "1790" + number
                                                 : "1785" + number;
      break;
    case Site::bluesky:
      if (item.source.record_key.empty()) item.source.record_key = tid_of(item.key * 1000);
      item.id = at_uri(source.author_id, item.source.record_key);
      break;
    case Site::mastodon: {
      const auto at = static_cast<std::uint64_t>(item.created_at.time_since_epoch().count());
      std::uint64_t id = (at << 16U) + (item.key & 0xffffU);
      while (shelf(source.site).ids.contains(std::to_string(id))) ++id;
      item.id = std::to_string(id);
      break;
    }
  }
}

// Meta knows two levels only: an answer to an answer stands beside it.
void Commons::place(SimItem& item) const {
  item.root = root_of(item);
  const SimItem* target = find(item.source.site, item.source.answers);
  if (item.source.kind != ItemKind::comment || target == nullptr) return;
  if (target->source.kind == ItemKind::comment) {
    item.parent = target->parent.empty() ? target->id : target->parent;
  }
}

Result<std::string> Commons::add(NewItem given) {
  if (person(given.site, given.author_id) == nullptr) return refused("unknown author");
  for (const std::string& target : {given.answers, given.quotes}) {
    const bool loose = given.site == Site::bluesky;  // nothing is checked there
    if (!target.empty() && !loose && find(given.site, target) == nullptr) {
      return refused("unknown target " + target);
    }
  }
  const Instant now = parts_.clock.now();
  const auto lag = static_cast<std::uint64_t>(std::max<std::int64_t>(parts_.index_lag.count(), 0));
  SimItem item{.key = next_key(), .source = std::move(given)};
  item.source.text = repair_utf8(item.source.text);
  item.created_at = item.source.created_at.value_or(now);
  item.arrived_at = now;
  item.visible_at =
      now + Milliseconds(lag == 0 ? 0 : static_cast<std::int64_t>(parts_.random.below(lag + 1)));
  mint(item);
  place(item);
  const std::string id = item.id;
  note(item);
  index(std::move(item));
  return id;
}

void Commons::index(SimItem item) {
  Shelf& shelf = this->shelf(item.source.site);
  const std::size_t at = items_.size();
  last_key_ = std::max(last_key_, item.key);
  shelf.ids[item.id] = at;
  shelf.order.push_back(at);
  // On Meta's networks a reply to a reply stands under the comment above both.
  const std::string& above = item.parent.empty() ? item.source.answers : item.parent;
  if (!above.empty()) shelf.answers[above].push_back(at);
  shelf.threads[item.root].push_back(at);
  shelf.authors[item.source.author_id].push_back(at);
  items_.push_back(std::move(item));
}

const SimItem* Commons::find(Site site, std::string_view id) const {
  const auto found = shelf(site).ids.find(id);
  if (found == shelf(site).ids.end() || items_[found->second].deleted) return nullptr;
  return &items_[found->second];
}

SimItem* Commons::mutable_find(Site site, std::string_view id) {
  const auto found = shelf(site).ids.find(id);
  if (found == shelf(site).ids.end() || items_[found->second].deleted) return nullptr;
  return &items_[found->second];
}

Commons::Items Commons::all(Site site) const {
  Items found;
  for (const std::size_t at : shelf(site).order) {
    if (!items_[at].deleted) found.push_back(&items_[at]);
  }
  return found;
}

Commons::Items Commons::picked(const Index& index, std::string_view key) const {
  Items found;
  const auto list = index.find(key);
  if (list == index.end()) return found;
  for (const std::size_t at : list->second) {
    if (!items_[at].deleted) found.push_back(&items_[at]);
  }
  return found;
}

Commons::Items Commons::below(Site site, std::string_view id) const {
  return picked(shelf(site).answers, id);
}

Commons::Items Commons::thread(Site site, std::string_view root) const {
  return picked(shelf(site).threads, root);
}

Commons::Items Commons::by(Site site, std::string_view author) const {
  return picked(shelf(site).authors, author);
}

std::size_t Commons::count(Site site) const {
  const auto& order = shelf(site).order;
  return static_cast<std::size_t>(std::count_if(
      order.begin(), order.end(), [this](std::size_t at) { return !items_[at].deleted; }));
}

bool Commons::edit(Site site, std::string_view id, const std::string& text,
                   const std::string& record) {
  SimItem* item = mutable_find(site, id);
  if (item == nullptr) return false;
  item->texts.push_back(item->source.text);
  item->source.text = repair_utf8(text);
  item->source.record = record;
  item->edited_at = parts_.clock.now();
  ++item->version;
  note(*item);
  return true;
}

bool Commons::remove(Site site, std::string_view id) {
  SimItem* item = mutable_find(site, id);
  if (item == nullptr) return false;
  item->deleted = true;
  note(*item);
  return true;
}

bool Commons::hide(Site site, std::string_view id, std::string_view state) {
  SimItem* item = mutable_find(site, id);
  if (item == nullptr) return false;
  item->hidden = state == "hidden";
  note(*item);
  return true;
}

bool Commons::mark_private_reply(Site site, std::string_view id) {
  SimItem* item = mutable_find(site, id);
  if (item == nullptr) return false;
  item->private_replied = true;
  note(*item);
  return true;
}

bool Commons::like(Site site, std::string_view id, int by) {
  SimItem* item = mutable_find(site, id);
  if (item == nullptr) return false;
  item->likes = std::max(0, item->likes + by);
  note(*item);
  return true;
}

}  // namespace social311::simulator

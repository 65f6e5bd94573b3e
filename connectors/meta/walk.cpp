#include "connectors/meta/walk.h"

#include <algorithm>
#include <charconv>

#include "connectors/answers.h"
#include "core/digest.h"

namespace social311::connectors::meta {
namespace {

constexpr std::size_t most_walks = 16;
constexpr std::string_view prefix = "walk:";

std::string name_of(std::uint64_t number, int step) {
  return std::string(prefix) + std::to_string(number) + ":" + std::to_string(step);
}

std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t value = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stopped - text.data()));
  return value;
}

bool newer_post(const Post& a, const Post& b) {
  if (a.created_at != b.created_at) return a.created_at > b.created_at;
  return a.id > b.id;
}

}  // namespace

Instant lower_bound(const PageAsk& ask) {
  const Instant floor = ask.now - watch_window - overlap;
  if (!ask.since_at) return ask.now - watch_window;
  const Instant since = ask.since_id.empty() ? *ask.since_at : *ask.since_at - overlap;
  return std::max(since, floor);
}

bool EdgeReader::brings_new(const JsonValue& body) {
  bool any = false;
  for (const JsonValue& item : body["data"].items()) {
    const std::string id = item["id"].id().value_or("");
    any = seen_.insert(hash64(id.empty() ? item.dump() : id)).second || any;
  }
  return any;
}

std::optional<Fault> EdgeReader::take(const JsonValue& body, std::string_view base) {
  if (!body["data"].is_list()) return fault(FaultKind::garbled, "Meta's answer holds no list");
  auto next = next_of(body, base);
  if (!next) return next.fault();
  ++pages_;
  const bool empty = body["data"].size() == 0;
  const bool repeats = !brings_new(body) && !empty;
  ask_.cursor = std::move(next).value();
  done_ = ask_.cursor.empty();
  if (done_) return std::nullopt;
  if (repeats) capped_ = "Meta gave the same page again";
  if (pages_ >= most_pages_of_an_edge) capped_ = "the list is longer than can be read";
  done_ = !capped_.empty();
  return std::nullopt;
}

WalkBook::Entry* WalkBook::find(const PageAsk& ask) {
  std::string_view rest = ask.next;
  if (!rest.starts_with(prefix)) return nullptr;
  rest.remove_prefix(prefix.size());
  const auto number = take_number(rest);
  if (!number || !rest.starts_with(':')) return nullptr;
  rest.remove_prefix(1);
  const auto step = take_number(rest);
  if (!step || !rest.empty()) return nullptr;
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.number == *number && entry.listen == ask.listen &&
           static_cast<std::uint64_t>(entry.step) == *step;
  });
  return found == entries_.end() ? nullptr : &*found;
}

Result<Page> WalkBook::go(const PageAsk& ask, const Begin& begin) {
  if (ask.next.empty()) {
    if (entries_.size() >= most_walks) entries_.pop_front();
    entries_.push_back({++last_number_, ask.listen, 0, begin()});
  }
  Entry* entry = ask.next.empty() ? &entries_.back() : find(ask);
  if (entry == nullptr)
    return fault(FaultKind::rejected,
                 "the page to go on with is not known any more: begin again from the watermark");
  auto page = entry->walk->step(ask.now);
  if (!page) return page;
  ++entry->step;
  if (!entry->walk->done()) {
    page->next = name_of(entry->number, entry->step);
    return page;
  }
  const std::uint64_t number = entry->number;
  entries_.erase(std::find_if(entries_.begin(), entries_.end(),
                              [number](const Entry& one) { return one.number == number; }));
  return page;
}

void frame(Page& page, Instant since) {
  auto& posts = page.posts;
  posts.erase(std::remove_if(posts.begin(), posts.end(),
                             [since](const Post& post) { return post.created_at < since; }),
              posts.end());
  std::sort(posts.begin(), posts.end(), newer_post);
  posts.erase(std::unique(posts.begin(), posts.end(),
                          [](const Post& a, const Post& b) { return a.id == b.id; }),
              posts.end());
  page.spend.reads = static_cast<int>(posts.size());
  if (posts.empty()) return;
  page.newest_id = posts.front().id;
  page.newest_at = posts.front().created_at;
  page.oldest_id = posts.back().id;
  page.oldest_at = posts.back().created_at;
}

void add_pace(const Graph& graph, Budget budget, Page& page) {
  const Pace pace = graph.pace(budget);
  page.used_share = pace.used_share;
  page.resets_at = pace.resets_at;
  if (std::string drift = graph.drift(); !drift.empty()) page.problems.push_back(std::move(drift));
}

}  // namespace social311::connectors::meta

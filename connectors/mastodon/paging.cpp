#include "connectors/mastodon/paging.h"

#include <algorithm>
#include <optional>

#include "connectors/answers.h"
#include "core/http.h"
#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

constexpr std::string_view up_mark = "min_id:";
constexpr std::string_view down_mark = "max_id:";
constexpr std::size_t longest_id = 200;
constexpr std::size_t longest_header = 8'000;
// History begins where this many items in a row are too old: one back-dated status among newer ones
// must not end the first walk.
constexpr std::size_t tail_length = 10;

std::string parameter_of(std::string_view target, std::string_view name) {
  const std::size_t mark = std::min(target.find('?'), target.size());
  for (const std::string& pair : split(target.substr(mark), '&')) {
    const std::string_view text = std::string_view(pair).substr(pair.starts_with('?') ? 1 : 0);
    if (text.size() > name.size() && text.starts_with(name) && text[name.size()] == '=')
      return percent_decode(text.substr(name.size() + 1)).value_or("");
  }
  return {};
}

bool same_host(std::string_view address, std::string_view base) {
  const auto theirs = parse_url(address);
  const auto ours = parse_url(base);
  return theirs && ours && to_lower_ascii(theirs->host) == to_lower_ascii(ours->host);
}

// Of "<address>; rel=\"prev\"": empty when it is no link.
std::string_view address_of(std::string_view link) {
  const std::size_t open = link.find('<');
  const std::size_t close = link.find('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return link.substr(open + 1, close - open - 1);
}

bool says(std::string_view link, std::string_view relation) {
  return link.find("rel=\"" + std::string(relation) + "\"") != std::string_view::npos;
}

// The moments of the marks, with claims from the future replaced.
std::vector<Instant> moments_of(const std::vector<Mark>& marks, Instant now) {
  std::vector<Instant> out;
  Instant above = now;
  for (const Mark& mark : marks) {
    if (mark.at <= now) above = mark.at;
    out.push_back(above);
  }
  return out;
}

// The cursor and its moment. The moment never falls below the one before: the store takes no cursor
// back.
void set_cursor(const PageAsk& ask, const Step& step, const std::vector<Mark>& marks,
                const Links& links, std::chrono::seconds lag, Page& page) {
  const auto moments = moments_of(marks, ask.now);
  Instant reached = step.way == Way::up ? ask.since_at.value_or(Instant{}) : Instant{};
  std::size_t left = marks.size();
  while (left > 0 && moments[left - 1] <= ask.now - lag) {
    --left;
    reached = std::max(reached, moments[left]);
    page.newest_id = marks[left].id;
    page.newest_at = reached;
  }
  // Items that the server itself left out of the page lie behind its own link.
  if (left == 0 && !links.newer.empty()) page.newest_id = links.newer;
  // The first walk needs a cursor: the lowest one there is, below it the gap begins.
  if (page.newest_id.empty() && step.way == Way::down) {
    page.newest_id = marks.back().id;
    page.newest_at = moments.back();
  }
}

bool reaches_history(const PageAsk& ask, const std::vector<Mark>& marks) {
  if (!ask.since_at || marks.empty()) return false;
  const std::size_t tail = std::min(tail_length, marks.size());
  return std::all_of(marks.end() - static_cast<std::ptrdiff_t>(tail), marks.end(),
                     [&](const Mark& mark) { return mark.at < *ask.since_at; });
}

std::string next_of(const PageAsk& ask, const Step& step, const std::vector<Mark>& marks,
                    const Links& links) {
  const bool linked = !links.newer.empty() || !links.older.empty();
  if (step.way == Way::up) {
    if (!links.newer.empty() && links.newer != step.from) return std::string(up_mark) + links.newer;
    return marks.empty() ? std::string() : std::string(up_mark) + marks.front().id;
  }
  if (reaches_history(ask, marks)) return {};
  if (!links.older.empty()) return std::string(down_mark) + links.older;
  return linked || marks.empty() ? std::string() : std::string(down_mark) + marks.back().id;
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

Result<Step> step_of(const PageAsk& ask) {
  const std::string_view next = ask.next;
  const bool goes_on_up = next.starts_with(up_mark);
  if (!next.empty() && !goes_on_up && !next.starts_with(down_mark))
    return fault(FaultKind::rejected, "the page to go on with is none of Mastodon's");
  Step step;
  const bool begins_up = next.empty() && ask.until_id.empty() && !ask.since_id.empty();
  if (goes_on_up || begins_up) {
    step.way = Way::up;
    step.from = goes_on_up ? std::string(next.substr(up_mark.size())) : ask.since_id;
    step.bounds = {{"min_id", step.from}};
    return step;
  }
  step.from = next.empty() ? ask.until_id : std::string(next.substr(down_mark.size()));
  if (!step.from.empty()) step.bounds.emplace_back("max_id", step.from);
  if (!ask.since_id.empty()) step.bounds.emplace_back("since_id", ask.since_id);
  return step;
}

Result<Links> read_links(std::string_view header, std::string_view base) {
  Links links;
  if (header.size() > longest_header)
    return fault(FaultKind::garbled, "Mastodon's Link header is too long");
  for (const std::string& link : split(header, ',')) {
    const std::string_view address = address_of(link);
    if (address.empty()) continue;
    if (!same_host(address, base))
      return fault(FaultKind::rejected, "Mastodon's next page lies on another host, " +
                                            quoted(parse_url(address).value_or(Url{}).host, 100) +
                                            ": check base_url, or do not trust this server");
    const std::string newer = parameter_of(address, "min_id");
    const std::string older = parameter_of(address, "max_id");
    if (says(link, "prev") && is_id(newer)) links.newer = newer;
    if (says(link, "next") && is_id(older)) links.older = older;
  }
  return links;
}

Result<Done> set_bounds(const PageAsk& ask, const Step& step, const std::vector<Mark>& marks,
                        const Links& links, std::chrono::seconds lag, Page& page) {
  const bool repeats = std::any_of(marks.begin(), marks.end(),
                                   [&](const Mark& mark) { return mark.id == step.from; });
  if (repeats && step.way == Way::up)
    return fault(FaultKind::rejected,
                 "this server does not page by min_id: its pages would leave holes");
  page.next = next_of(ask, step, marks, links);
  if (marks.empty()) return Done{};
  set_cursor(ask, step, marks, links, lag, page);
  page.oldest_id = marks.back().id;
  page.oldest_at = std::min(marks.back().at, ask.now);
  return Done{};
}

}  // namespace social311::connectors::mastodon

#include "simulator/scenario.h"

#include <algorithm>
#include <cmath>
#include <fstream>

namespace social311::simulator {

namespace {

constexpr Milliseconds look_again{250};

std::string with_city(std::string text, const std::string& handle) {
  static constexpr std::string_view mark = "{city}";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    text.replace(at, mark.size(), handle);
  }
  return text;
}

// The city's name differs from network to network.
const std::string& handle_on(Site site, const SimulatorOptions& options) {
  switch (site) {
    case Site::facebook:
      return options.meta.page_handle;
    case Site::instagram:
      return options.meta.ig_username;
    case Site::bluesky:
      return options.bluesky.handle;
    case Site::mastodon:
      break;
  }
  return options.mastodon.handle;
}

Result<ScenarioLine> read_line(const JsonValue& value, const std::string& city_handle) {
  const auto refuse = [](const std::string& why) {
    return Fault{.kind = FaultKind::rejected, .message = why};
  };
  ScenarioLine line;
  const auto at = value["at_s"].real();
  if (!at || *at < 0) return refuse("at_s must be a number of seconds");
  line.at_s = *at;
  line.ref = value["ref"].text_or("");
  if (line.ref.empty()) return refuse("ref is missing");
  line.answered_ref = value["in_reply_to_ref"].text_or("");
  const bool answers_city = value["answers_city"].flag().value_or(false);
  if (answers_city && line.answered_ref.empty())
    return refuse("answers_city needs in_reply_to_ref");
  line.answers = answers_city                ? AnswersTo::city
                 : line.answered_ref.empty() ? AnswersTo::nobody
                                             : AnswersTo::post;
  if (value["author"]["handle"].text_or("").empty()) return refuse("author.handle is missing");
  if (value["network"].text_or("twitter") != "twitter") {
    auto item = read_public_item(value);
    if (!item) return item.fault();
    line.item = std::move(*item);
    return line;
  }
  auto post = read_public_post(value);
  if (!post) return post.fault();
  line.post = std::move(*post);
  if (value["media"].is_list()) {
    line.post.post.media = static_cast<int>(std::min<std::size_t>(value["media"].size(), 4));
  }
  line.post.post.text = with_city(line.post.post.text, city_handle);
  return line;
}

}  // namespace

Result<std::vector<ScenarioLine>> read_scenario(const std::string& path,
                                                const std::string& city_handle) {
  std::ifstream in(path);
  if (!in) return Fault{.kind = FaultKind::rejected, .message = "cannot read the scenario " + path};
  std::vector<ScenarioLine> lines;
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto refuse = [&](const std::string& why) {
      return Fault{.kind = FaultKind::rejected,
                   .message = path + ":" + std::to_string(number) + ": " + why};
    };
    const auto value = JsonValue::parse(text);
    if (!value || !value->is_object()) return refuse("not a JSON object");
    auto line = read_line(*value, city_handle);
    if (!line) return refuse(line.fault().message);
    lines.push_back(std::move(*line));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const ScenarioLine& a, const ScenarioLine& b) { return a.at_s < b.at_s; });
  return lines;
}

ScenarioPlayer::ScenarioPlayer(SimulatedNetwork& network, std::vector<ScenarioLine> lines)
    : network_(network),
      open_(std::move(lines)),
      start_(network.clock().now()),
      chance_(network.options().seed ^ 0x706c6179) {
  std::erase_if(open_,
                [this](const ScenarioLine& line) { return network_.played(line.ref).has_value(); });
}

Instant ScenarioPlayer::due(const ScenarioLine& line) const {
  const double speed = std::max(network_.options().speed, 1e-6);
  return start_ + Milliseconds(static_cast<std::int64_t>(line.at_s * 1000 / speed));
}

std::optional<std::string> ScenarioPlayer::target_of(const ScenarioLine& line) {
  if (line.answers == AnswersTo::nobody) return "";
  const auto post = network_.played(line.answered_ref);
  if (!post || line.answers == AnswersTo::post) return post;
  if (line.item) return network_.city_reply_to(line.item->item.site, *post);
  const auto reply = network_.city_reply_to(parse_id(*post).value_or(0));
  return reply ? std::optional(std::to_string(*reply)) : std::nullopt;
}

bool ScenarioPlayer::play(const ScenarioLine& line) {
  const auto target = target_of(line);
  if (!target) return false;
  // A refused line is not tried again.
  if (line.item) {
    PublicItem item = *line.item;
    item.item.text = with_city(item.item.text, handle_on(item.item.site, network_.options()));
    if (!target->empty()) item.item.answers = *target;
    network_.mark_played(line.ref, network_.publish(std::move(item)).value_or(""));
    return true;
  }
  PublicPost post = line.post;
  post.post.in_reply_to = parse_id(*target).value_or(0);
  const auto id = network_.publish(std::move(post));
  network_.mark_played(line.ref, id ? std::to_string(*id) : "");
  return true;
}

std::optional<Instant> ScenarioPlayer::step() {
  const Instant now = network_.clock().now();
  std::erase_if(open_,
                [this, now](const ScenarioLine& line) { return due(line) <= now && play(line); });
  std::optional<Instant> next;
  const auto not_after = [&next](Instant instant) {
    next = next ? std::min(*next, instant) : instant;
  };
  bool to_come = false;
  for (const ScenarioLine& line : open_) {
    to_come = to_come || due(line) > now;
    not_after(due(line) > now ? due(line) : now + look_again);
  }
  if (!to_come && network_.options().after == AfterScenario::chatter) {
    if (next_chat_ && *next_chat_ <= now) chat();
    if (!next_chat_ || *next_chat_ <= now) {
      const double speed = std::max(network_.options().speed, 1e-6);
      const double span = (15'000.0 + static_cast<double>(chance_.below(30'000))) / speed;
      next_chat_ = now + Milliseconds(std::max<std::int64_t>(static_cast<std::int64_t>(span), 500));
    }
    not_after(*next_chat_);
  }
  return next;
}

void ScenarioPlayer::chat() {
  // A handle that somebody else holds is the only refusal there can be; the next remark comes
  // anyway.
  static_cast<void>(network_.publish(make_chatter(chance_, network_.options().city.handle)).ok());
}

void ScenarioPlayer::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto next = step();
    if (!next || !network_.clock().sleep_until(*next, stop)) return;
  }
}

}  // namespace social311::simulator

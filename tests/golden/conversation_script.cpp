#include "conversation_script.h"

#include <set>
#include <sstream>
#include <stdexcept>

#include "core/text.h"

namespace social311::golden {
namespace {

using casebridge::Decided;
using casebridge::Outcome;

bool takes(std::string& line, const std::string& word) {
  if (line.rfind(word, 0) != 0) return false;
  line = trim(line.substr(word.size()));
  return true;
}

Step spoken(Step::Kind kind, const std::string& rest, const std::string& line) {
  const std::size_t colon = rest.find(':');
  if (rest.empty() || rest.front() != '@' || colon == std::string::npos) {
    throw std::runtime_error("expected @handle: text in: " + line);
  }
  Step step;
  step.kind = kind;
  step.handle = rest.substr(1, colon - 1);
  step.text = trim(rest.substr(colon + 1));
  return step;
}

Step read_step(const std::string& line) {
  std::string rest = line;
  if (takes(rest, "post ")) return spoken(Step::Kind::post, rest, line);
  if (takes(rest, "reply ")) return spoken(Step::Kind::reply, rest, line);
  Step step;
  if (takes(rest, "later ")) {
    step.kind = Step::Kind::later;
    step.wait = std::chrono::minutes{std::stoi(rest)};
    return step;
  }
  if (takes(rest, "close:")) {
    step.kind = Step::Kind::close;
    step.text = rest;
    return step;
  }
  if (takes(rest, "mode:")) {
    step.kind = Step::Kind::mode;
    step.mode = reply_mode(rest).value();
    return step;
  }
  throw std::runtime_error("cannot read: " + line);
}

std::vector<std::string> mentions_in(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    const std::size_t end = text.find_first_of(" :,.!?\n", at);
    out.push_back(text.substr(at + 1, end == std::string::npos ? end : end - at - 1));
  }
  return out;
}

// Plays the store's part: what is known of the one conversation.
class Player {
 public:
  Player(const Script& script, const casebridge::City& city,
         const classifier::Classifier& classifier)
      : city_(city), classifier_(classifier), now_(script.now) {}

  void step(const Step& step) {
    switch (step.kind) {
      case Step::Kind::post:
        known_.reset();
        answered_.clear();
        return hear(step);
      case Step::Kind::reply:
        return hear(step);
      case Step::Kind::later:
        now_ += step.wait;
        return;
      case Step::Kind::mode:
        mode_ = step.mode;
        return;
      case Step::Kind::close:
        return close(step);
    }
  }
  std::string told() const { return out_.str(); }

 private:
  void hear(const Step& step) {
    casebridge::DecideAsk ask;
    ask.post.network = "twitter";
    ask.post.id = std::to_string(++posts_);
    ask.post.text = step.text;
    ask.post.author = {"id-of-" + step.handle, step.handle, step.handle};
    ask.post.created_at = now_;
    ask.post.mentions = mentions_in(step.text);
    if (step.kind == Step::Kind::reply) ask.post.in_reply_to = "1";
    ask.finding = classifier_.classify(ask.post, now_);
    ask.history.conversation_case = known_;
    ask.history.answers_us = step.kind == Step::Kind::reply;
    ask.history.automatic_reply_in_conversation = answered_.count(step.handle) != 0;
    ask.reply = mode_;
    ask.length = length();
    ask.now = now_;
    tell(ask, casebridge::decide(city_, ask));
  }

  void tell(const casebridge::DecideAsk& ask, const Decided& decided) {
    const Finding& finding = ask.finding;
    out_ << "finding " << name_of(finding.decision) << ' ' << name_of(finding.intent) << ' '
         << name_of(finding.urgency) << ' ' << finding.language << ' '
         << (finding.topics.empty() ? "-" : finding.topics.front().topic) << '\n';
    out_ << name_of(decided.outcome) << ": " << decided.reason << '\n';
    if (decided.outcome == Outcome::new_case) open(ask, decided);
    if (decided.outcome == Outcome::joins_case) join(decided);
    if (decided.intent) compose(*decided.intent, ask);
    out_ << '\n';
  }

  void open(const casebridge::DecideAsk& ask, const Decided& decided) {
    Case value;
    value.number = casebridge::case_number(city_.hours, now_, ++cases_);
    value.status = decided.status;
    value.topic = decided.topic;
    value.service_code = decided.service_code;
    value.division = decided.division;
    value.priority = decided.priority;
    value.opened_at = now_;
    value.due_at = decided.due_at;
    value.location = decided.location;
    value.resident = {ask.post.network, ask.post.author.id, ask.post.author.handle};
    value.language = decided.language;
    out_ << "case " << value.number << ' ' << value.service_code << ' '
         << (value.division.empty() ? "311" : value.division) << ' ' << name_of(value.priority)
         << ' ' << name_of(value.status) << place(decided) << due(value) << '\n';
    known_ = std::move(value);
  }

  static std::string place(const Decided& decided) {
    if (!decided.location) return "";
    return " at '" + decided.location->text + "' (" + decided.location->kind + ")";
  }

  std::string due(const Case& value) const {
    return value.due_at ? ' ' + casebridge::say_by(city_.hours, *value.due_at, "en") : "";
  }

  void join(const Decided& decided) {
    out_ << "case " << decided.joins << (decided.reopens ? " reopens" : "")
         << (decided.gratitude ? " gratitude" : "") << (decided.answers_question ? " answered" : "")
         << place(decided) << '\n';
    if (decided.reopens) known_->status = CaseStatus::open;
    if (decided.answers_question) {
      known_->status = CaseStatus::fresh;
      known_->location = decided.location;
    }
  }

  void compose(const casebridge::NewIntent& intent, const casebridge::DecideAsk& ask) {
    out_ << name_of(intent.kind) << ' ' << name_of(intent.state)
         << (intent.slots_note.empty() ? "" : " (" + intent.slots_note + ")") << ": "
         << text(intent.kind, "", ask.post.author.handle) << '\n';
    if (intent.state == ReplyState::queued) answered_.insert(ask.post.author.handle);
  }

  void close(const Step& step) {
    if (!known_) throw std::runtime_error("close: there is no case");
    known_->status = CaseStatus::closed;
    known_->closed_at = now_;
    out_ << "closing: " << text(ReplyKind::closing, step.text, known_->resident.handle) << "\n\n";
  }

  std::string text(ReplyKind kind, const std::string& free_text, const std::string& handle) {
    casebridge::ComposeAsk ask;
    ask.kind = kind;
    ask.about = *known_;
    ask.marker = casebridge::reply_marker(known_->number, ++intents_);
    ask.author_handle = handle;
    ask.free_text = free_text;
    ask.ask_location = known_->status == CaseStatus::needs_info;
    ask.length = length();
    ask.now = now_;
    const auto composed = casebridge::compose(city_, ask);
    return composed ? *composed : "FAULT " + composed.fault().message;
  }

  // The longest of the networks' short ones: 280, an approximation by code points.
  static LengthRule length() {
    return {280, 0, [](std::string_view text) { return code_point_offsets(text).size() - 1; }};
  }

  const casebridge::City& city_;
  const classifier::Classifier& classifier_;
  Instant now_;
  ReplyMode mode_ = ReplyMode::acknowledge;
  std::optional<Case> known_{};
  std::set<std::string> answered_{};  // by an automatic reply, in this conversation
  int posts_ = 0;
  std::int64_t cases_ = 0;
  std::int64_t intents_ = 0;
  std::ostringstream out_{};
};

}  // namespace

Script read_script(const std::string& text) {
  Script out;
  std::istringstream lines(text);
  bool below = false;
  for (std::string line; std::getline(lines, line);) {
    if (below) {
      out.expected += line + '\n';
    } else if (line.rfind("----", 0) == 0) {
      below = true;
    } else if (std::string rest = line; takes(rest, "now:")) {
      out.now = parse_iso8601(rest).value();
      out.head += line + '\n';
    } else if (line.empty() || line.front() == '#') {
      (out.steps.empty() ? out.head : out.body) += line + '\n';
    } else {
      out.steps.push_back(read_step(line));
      out.body += line + '\n';
    }
  }
  if (out.steps.empty()) throw std::runtime_error("a case without a step");
  return out;
}

std::string play(const Script& script, const casebridge::City& city,
                 const classifier::Classifier& classifier) {
  Player player(script, city, classifier);
  for (const Step& step : script.steps) player.step(step);
  return trim(player.told()) + '\n';
}

}  // namespace social311::golden

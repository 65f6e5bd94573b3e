#include "conversation_script.h"

#include <set>
#include <sstream>
#include <stdexcept>

#include "casebridge/calendar.h"
#include "casebridge/facts.h"
#include "casebridge/menu.h"
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

// A word and what follows it as it stands.
bool worded(std::string& rest, Step& step) {
  const std::vector<std::pair<const char*, Step::Kind>> words{{"close:", Step::Kind::close},
                                                              {"ask:", Step::Kind::ask},
                                                              {"judged:", Step::Kind::judged},
                                                              {"network:", Step::Kind::network}};
  for (const auto& [word, kind] : words) {
    if (!takes(rest, word)) continue;
    step.kind = kind;
    step.text = rest;
    return true;
  }
  return false;
}

Step read_step(const std::string& line) {
  std::string rest = line;
  if (takes(rest, "post ")) return spoken(Step::Kind::post, rest, line);
  if (takes(rest, "repost ")) return spoken(Step::Kind::repost, rest, line);
  if (takes(rest, "own ")) return spoken(Step::Kind::own, rest, line);
  if (takes(rest, "reply ")) return spoken(Step::Kind::reply, rest, line);
  if (takes(rest, "message ")) return spoken(Step::Kind::message, rest, line);
  Step step;
  if (takes(rest, "later ")) {
    step.kind = Step::Kind::later;
    step.wait = std::chrono::minutes{std::stoi(rest)};
    return step;
  }
  if (worded(rest, step)) return step;
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
      : city_(city),
        classifier_(classifier),
        now_(script.now),
        desk_(city.hours, script.now, 1),
        messages_(script.messages) {}

  void step(const Step& step) {
    switch (step.kind) {
      case Step::Kind::post:
        known_.reset();
        question_.reset();
        facts_.clear();
        answered_.clear();
        return hear(step);
      case Step::Kind::repost:
      case Step::Kind::own:
      case Step::Kind::reply:
      case Step::Kind::message:
        return hear(step);
      case Step::Kind::later:
        now_ += step.wait;
        return wait_for_answer();
      case Step::Kind::mode:
        mode_ = step.mode;
        return;
      case Step::Kind::close:
        return close(step);
      case Step::Kind::ask:
        question_ = {casebridge::any_words, false, 1, now_};
        out_ << "a person asks: " << step.text << "\n\n";
        return;
      case Step::Kind::judged:
        judged_ = decision(step.text);
        return;
      case Step::Kind::network:
        network_ = step.text;
        return;
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
    if (step.kind == Step::Kind::message) ask.post.kind = PostKind::direct_message;
    if (question_) ask.history.question = {question_->code, question_->private_line};
    ask.can_message = messages_;
    if (step.kind == Step::Kind::repost) ask.post.kind = PostKind::repost;
    ask.history.own = step.kind == Step::Kind::own;
    ask.can_reply = network_ != "closed to us";
    if (!ask.can_reply) ask.post.repliable_reason = "only followers may answer";
    ask.spoken_to_us = network_ != "unasked";
    ask.finding = classifier_.classify(ask.post, now_);
    if (judged_) ask.finding.decision = *judged_;
    judged_.reset();
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
    if (!decided.article.empty()) out_ << "suggests " << decided.article << '\n';
    if (decided.outcome == Outcome::new_case) open(ask, decided);
    if (decided.outcome == Outcome::joins_case) join(ask, decided);
    if (decided.intent) compose(decided, ask);
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
    learn(decided);
    const bool left = decided.intent && decided.intent->state == ReplyState::queued;
    if (decided.question)
      question_ = {decided.question->code, decided.question->needs_private_line, left ? 1 : 0,
                   now_};
    if (question_)
      out_ << "asks " << (question_->private_line ? "privately for " : "for ")
           << of(question_->code) << (left ? ", the clock waits" : ", once it leaves") << '\n';
    if (decided.a_person_asks) out_ << "a person asks for " << *decided.a_person_asks << '\n';
  }

  static std::string of(const std::string& code) {
    if (code == casebridge::topic_menu) return "the topic";
    return code.empty() ? "the place" : code;
  }

  // The resident said what it is about.
  void become(const Decided& decided) {
    if (decided.topic.empty()) return;
    known_->topic = decided.topic;
    known_->service_code = decided.service_code;
    known_->division = decided.division;
    out_ << "becomes " << decided.service_code << ' '
         << (decided.division.empty() ? "311" : decided.division) << '\n';
  }

  // Words from which no topic can be read are as good as silence (service/roles/missing_fact.cpp).
  void judge_words(const Decided& decided) {
    const bool menu = question_ && question_->code == casebridge::topic_menu;
    if (!menu || question_->times == 0 || decided.gratitude || !decided.by_resident) return;
    if (question_->times < 2) {
      ++question_->times;
      question_->asked = now_;
      out_ << "the menu waits as a draft: " << casebridge::menu_text(city_.menu, known_->language)
           << '\n';
      return;
    }
    question_->times = 0;
    known_->status = CaseStatus::fresh;
    out_ << "a person decides, the clock goes on\n";
  }

  void learn(const Decided& decided) {
    for (const auto& [code, value] : decided.facts)
      if (facts_.insert_or_assign(code, value).second)
        out_ << "knows " << code << " = " << value << '\n';
  }

  // The service's part (service/roles/missing_fact.cpp): the next question waits as a draft.
  void ask_next(const casebridge::DecideAsk& ask) {
    const bool in_private = ask.post.kind == PostKind::direct_message;
    const auto next = casebridge::next_question(
        city_.service(known_->topic), known_->location, facts_,
        in_private ? casebridge::Audience::direct_message : casebridge::Audience::in_public,
        known_->language);
    if (!next) return;
    question_ = {next->code, next->needs_private_line, 0, now_};
    out_ << "draft question for " << of(next->code) << ": "
         << (next->needs_private_line ? casebridge::private_line(known_->language) : next->text)
         << '\n';
  }

  void wait_for_answer() {
    if (!question_ || question_->times == 0) return;
    switch (casebridge::after_silence(question_->times, desk_.between(question_->asked, now_))) {
      case casebridge::AfterSilence::wait:
        return;
      case casebridge::AfterSilence::ask_again:
        out_ << "silence: the question for " << of(question_->code) << " waits as a draft\n\n";
        ++question_->times;
        question_->asked = now_;
        return;
      case casebridge::AfterSilence::to_a_person:
        out_ << "silence again: a person decides, the clock goes on\n\n";
        question_->times = 0;
        known_->status = CaseStatus::fresh;
        return;
    }
  }

  static std::string place(const Decided& decided) {
    if (!decided.location) return "";
    return " at '" + decided.location->text + "' (" + decided.location->kind + ")";
  }

  std::string due(const Case& value) const {
    return value.due_at ? ' ' + casebridge::say_by(city_.hours, *value.due_at, "en") : "";
  }

  void join(const casebridge::DecideAsk& ask, const Decided& decided) {
    out_ << "case " << decided.joins << (decided.reopens ? " reopens" : "")
         << (decided.gratitude ? " gratitude" : "") << (decided.answers_question ? " answered" : "")
         << place(decided) << '\n';
    if (decided.reopens) known_->status = CaseStatus::open;
    if (decided.answers_question) {
      known_->status = CaseStatus::fresh;
      if (decided.location) known_->location = decided.location;
    }
    become(decided);
    learn(decided);
    if (!decided.answers_question) judge_words(decided);
    const bool in_passing = question_ && decided.facts.contains(question_->code);
    const bool wrote_privately =
        question_ && question_->private_line && ask.post.kind == PostKind::direct_message;
    if (decided.answers_question || in_passing) question_.reset();
    if (decided.answers_question || in_passing || wrote_privately) ask_next(ask);
  }

  void compose(const Decided& decided, const casebridge::DecideAsk& ask) {
    const auto& intent = *decided.intent;
    asked_ = decided.question ? decided.question->text : "";
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
    ask.ask_location = !asked_.empty();
    ask.question = asked_;
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
  casebridge::Calendar desk_;
  bool messages_;
  std::optional<Case> known_{};
  struct Waiting {
    std::string code{};
    bool private_line = false;
    int times = 0;  // it was asked; 0 = it has not left
    Instant asked{};
  };
  std::optional<Waiting> question_{};
  casebridge::Facts facts_{};
  std::string asked_{};               // in the reply that is being written
  std::optional<Decision> judged_{};  // of the next post, whatever the rules think
  std::string network_{};             // how the network stands to answers
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
    } else if (std::string setting = line; takes(setting, "require:")) {
      const auto words = split(setting, ' ');
      if (words.size() != 2) throw std::runtime_error("expected topic and fact in: " + line);
      out.required.emplace_back(words[0], words[1]);
      out.head += line + '\n';
    } else if (takes(setting, "partner:")) {
      out.partners.push_back(setting.substr(1));
      out.head += line + '\n';
    } else if (takes(setting, "messages:")) {
      out.messages = setting == "yes";
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
  casebridge::City own = city;
  for (const auto& [topic, code] : script.required)
    for (auto& fact : own.services.at(topic).facts)
      if (fact.code == code) fact.required = true;
  for (const auto& handle : script.partners) own.partner_ids.push_back("twitter/id-of-" + handle);
  Player player(script, own, classifier);
  for (const Step& step : script.steps) player.step(step);
  return trim(player.told()) + '\n';
}

}  // namespace social311::golden

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "casebridge/city.h"
#include "classifier/classifier.h"
#include "conversation_script.h"
#include "core/json.h"

using namespace social311;
namespace fs = std::filesystem;

namespace {

const fs::path denver = fs::path(SOCIAL311_SOURCE_DIR) / "samples" / "denver";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

casebridge::City sample_city() {
  const auto loaded =
      casebridge::load_city((denver / "rules").string(), "Denver", "America/Denver", {"en", "es"});
  for (const Complaint& complaint : loaded.complaints) MESSAGE(to_string(complaint));
  REQUIRE(loaded.city.has_value());
  return *loaded.city;
}

const classifier::Classifier& sample_rules() {
  static const auto loaded =
      classifier::load_rules((denver / "rules").string(), (denver / "geography").string());
  for (const Complaint& complaint : loaded.complaints) MESSAGE(to_string(complaint));
  REQUIRE(loaded.classifier != nullptr);
  return *loaded.classifier;
}

std::set<fs::path> cases() {
  std::set<fs::path> out;
  for (const auto& entry : fs::directory_iterator(denver / "golden")) {
    if (entry.path().extension() == ".case") out.insert(entry.path());
  }
  return out;
}

}  // namespace

TEST_CASE("the sample city's conversations go as they are written down") {
  const casebridge::City city = sample_city();
  const char* update = std::getenv("SOCIAL311_UPDATE_GOLDEN");
  REQUIRE(cases().size() >= 10);
  for (const fs::path& path : cases()) {
    const golden::Script script = golden::read_script(read_file(path));
    const std::string played = golden::play(script, city, sample_rules());
    if (update != nullptr) {
      std::ofstream(path, std::ios::binary) << script.head << script.body << "----\n" << played;
      continue;
    }
    INFO(path.filename().string());
    CHECK(played == script.expected);
  }
}

// Each way out of decide() has a conversation that takes it, and so has each reason for which a
// reply is a draft: a way that nobody walks can break unseen.
TEST_CASE("every branch of the decision has a conversation") {
  const std::vector<std::string> reasons{
      "own: written by an account of ours",
      "ignored: a repost adds no words of its own",
      "ignored: thanks",
      "ignored: nothing for the city to do",
      "review: too uncertain to decide without a person",
      "review: may speak of danger to life",
      "review: a question with a known answer: ",
      "new_case: asks for something the city does",
      "new_case: a private message that names no matter",
      "new_case: speaks of danger to life",
      "new_case: another request in the thread of case ",
      "new_case: goes on from case ",
      "joins_case: a word after closing",
      "joins_case: the resident says it is not fixed",
      "joins_case: the same is asked again after closing",
      "joins_case: the missing place was told",
      "joins_case: the missing fact was told",
      "joins_case: the resident said what it is about",
      "joins_case: the resident answered the question",
      "joins_case: thanks",
      "joins_case: belongs to the conversation of the case",
      "draft (the network does not let us answer this post: ",
      "draft (the author did not speak to us",
      "draft (the account sends nothing",
      "draft (a person approves each reply of this account",
      "draft (an automatic reply already went to this conversation within a day",
  };
  std::string all;
  for (const fs::path& path : cases()) all += golden::read_script(read_file(path)).expected;
  for (const std::string& reason : reasons) {
    CAPTURE(reason);
    CHECK(all.find(reason) != std::string::npos);
  }
  // A new sentence of decide.cpp has to be added above: each begins what it returns or joins with.
  const std::string source =
      read_file(fs::path(SOCIAL311_SOURCE_DIR) / "casebridge" / "decide.cpp");
  for (const char* opening : {"plain(Outcome::", "joined(known, \"", "new_case(city, ask, \""}) {
    for (std::size_t at = source.find(opening); at != std::string::npos;
         at = source.find(opening, at + 1)) {
      const std::size_t quote = source.find('"', at);
      const std::size_t end = source.find('"', quote + 1);
      const std::string sentence = source.substr(quote + 1, end - quote - 1);
      CAPTURE(sentence);
      CHECK(std::any_of(reasons.begin(), reasons.end(), [&](const std::string& reason) {
        return reason.find(sentence.substr(0, 24)) != std::string::npos;
      }));
    }
  }
}

TEST_CASE(
    "the sample rules load without complaint and without a term that is tried on every post") {
  CHECK(sample_rules().topics().size() == 26);
  for (const std::string& note : sample_rules().notes()) FAIL_CHECK(note);
}

TEST_CASE("every topic of the rules has a service, with the same code and division") {
  const casebridge::City city = sample_city();
  for (const classifier::TopicInfo& topic : sample_rules().topics()) {
    CAPTURE(topic.id);
    REQUIRE(city.services.count(topic.id) == 1);
    const casebridge::Service& service = city.services.at(topic.id);
    CHECK(service.code == topic.service_code);
    CHECK(service.division == topic.division);
    CHECK(service.name_en == topic.name_en);
    CHECK(service.name_es == topic.name_es);
  }
}

TEST_CASE("every reply of the sample city fits 280 characters for every service at any hour") {
  const casebridge::City city = sample_city();
  const LengthRule rule{280, 0,
                        [](std::string_view text) { return text.size(); }};  // bytes: stricter
  for (const auto& [topic, service] : city.services) {
    for (const char* language : {"en", "es"}) {
      for (const char* now :
           {"2026-03-03T18:00:00Z", "2026-11-29T03:00:00Z", "2026-12-24T03:00:00Z"}) {
        for (const bool question : {false, true}) {
          casebridge::ComposeAsk ask;
          ask.kind = ReplyKind::receipt;
          ask.about.topic = topic;
          ask.about.division = service.division.value_or("");
          ask.about.language = language;
          ask.now = parse_iso8601(now).value();
          ask.about.due_at = casebridge::add_business_time(
              city.hours, ask.now, std::chrono::hours{service.target_hours.value_or(1)});
          ask.marker = "26-000123-CD";
          ask.ask_location = question;
          ask.length = rule;
          CAPTURE(topic);
          CAPTURE(language);
          const auto receipt = casebridge::compose(city, ask);
          REQUIRE_MESSAGE(receipt.ok(), (receipt.ok() ? "" : receipt.fault().message));
          CHECK(receipt->find("http") == std::string::npos);
          CHECK(receipt->find("..") == std::string::npos);
          CHECK(receipt->find("  ") == std::string::npos);
          for (const ReplyKind kind :
               {ReplyKind::question, ReplyKind::emergency, ReplyKind::survey, ReplyKind::handover,
                ReplyKind::notice, ReplyKind::closing}) {
            ask.kind = kind;
            ask.free_text = kind == ReplyKind::closing ? std::string(400, 'x') : "";
            const auto other = casebridge::compose(city, ask);
            REQUIRE_MESSAGE(other.ok(), (other.ok() ? "" : other.fault().message));
          }
        }
      }
    }
  }
}

TEST_CASE("the demo's residents can be read and refer to each other in order") {
  std::ifstream in(denver / "scenario.ndjson");
  std::set<std::string> refs;
  double last = 0;
  for (std::string line; std::getline(in, line);) {
    const auto value = JsonValue::parse(line);
    REQUIRE(value.ok());
    const JsonValue& post = *value;
    CAPTURE(line);
    REQUIRE(post["at_s"].real().has_value());
    CHECK(*post["at_s"].real() >= last);
    last = *post["at_s"].real();
    CHECK_FALSE(post["text"].text_or("").empty());
    // Nobody real; a handle of Bluesky is a host name and has no underscore.
    const std::string handle = post["author"]["handle"].text_or("");
    const char* mark = post["network"].text_or("") == "bluesky" ? "-demo." : "_demo";
    CHECK(handle.find(mark) != std::string::npos);
    if (const auto answered = post["in_reply_to_ref"].text()) CHECK(refs.count(*answered) == 1);
    CHECK(refs.insert(post["ref"].text_or("")).second);
  }
  CHECK(refs.size() >= 40);
  CHECK(last <= 110);
}

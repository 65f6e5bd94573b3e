#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "core/exchange.h"
#include "core/json.h"
#include "core/text.h"

using namespace social311;

namespace {

std::string refusal(std::string_view line) {
  const auto read = read_post(line);
  if (read.ok()) return "accepted";
  CHECK(read.fault().kind == FaultKind::rejected);
  return read.fault().message;
}

Instant at(const char* text) {
  return parse_iso8601(text).value();
}

ExportedPost sample_post() {
  ExportedPost exported;
  exported.post.network = "bluesky";
  exported.post.id = "at://did:plc:abc/app.bsky.feed.post/1";
  exported.post.text = "Bache, \"enorme\"\nen Colfax";
  exported.post.author = {"did:plc:abc", "vecina.example", "La Vecina"};
  exported.post.created_at = at("2026-03-02T15:04:05Z");
  exported.seen_at = at("2026-03-02T15:04:06.5Z");
  exported.state = "case";
  exported.case_number = "26-000001";
  return exported;
}

Case sample_case() {
  Case value;
  value.number = "26-000001";
  value.topic = "pothole_street";
  value.service_code = "pothole";
  value.division = "streets";
  value.priority = Priority::urgent;
  value.opened_at = at("2026-03-02T15:04:05Z");
  value.due_at = at("2026-03-03T15:04:05Z");
  value.network = "bluesky";
  value.post_ids = {"1", "2"};
  value.location = Location{3, 9, "Colfax", "street", 39.74, -104.98, "Capitol Hill"};
  value.resident = {"bluesky", "did:plc:abc", "vecina.example"};
  value.language = "es";
  value.contacts = 2;
  return value;
}

}  // namespace

TEST_CASE("a whole post is read as the contract writes it") {
  const auto read = read_post(
      R"({"id":"1","network":"twitter","text":"Pothole!","author":{"id":"9","handle":"@ana","name":"Ana"},)"
      R"("created_at":"2026-03-02T08:04:05-07:00","in_reply_to":"0","conversation":"c",)"
      R"("mentions":["Denver311","@x"],"media":2,"lat":39.7,"lon":-104.9,"lang":"en",)"
      R"("label":{"service_request":true,"topic":"pothole_street"},"further":{"keys":[1]}})");
  REQUIRE(read.ok());
  const Post& post = read->post;
  CHECK(post.id == "1");
  CHECK(post.network == "twitter");
  CHECK(post.text == "Pothole!");
  CHECK(post.author == Author{"9", "ana", "Ana"});
  CHECK(read->has_created_at);
  CHECK(to_iso8601(post.created_at) == "2026-03-02T15:04:05Z");
  CHECK(post.in_reply_to == "0");
  CHECK(post.conversation == "c");
  CHECK(post.mentions == std::vector<std::string>{"Denver311", "x"});
  CHECK(post.media == 2);
  CHECK(post.lat == 39.7);
  CHECK(post.lon == -104.9);
  CHECK(post.lang == "en");
  CHECK(read->label == PostLabel{true, "pothole_street"});
}

TEST_CASE("id and text are enough, and null is the same as absent") {
  for (
      const char* line :
      {R"({"id":"1","text":""})",
       R"({"id":"1","text":"","network":null,"author":null,"created_at":null,"mentions":null,)"
       R"("media":null,"lat":null,"lon":null,"lang":null,"label":null,"in_reply_to":null})",
       R"({"id":"1","text":"","author":{"id":null},"label":{"service_request":null,"topic":null}})"}) {
    CAPTURE(line);
    const auto read = read_post(line);
    REQUIRE(read.ok());
    CHECK(read->post.network == "import");
    CHECK_FALSE(read->has_created_at);
    CHECK_FALSE(read->post.lat.has_value());
    CHECK(read->post.author == Author{});
    CHECK(read->label == PostLabel{});
  }
}

TEST_CASE("a line that is no post says which key is at fault") {
  const struct {
    const char* line;
    const char* message;
  } rows[] = {
      {"", "not JSON from byte 1 on"},
      {"[]", "a post must be a JSON object"},
      {"{}", "`id` is missing"},
      {R"({"id":"1"})", "`text` is missing"},
      {R"({"text":"x"})", "`id` is missing"},
      {R"({"id":null,"text":"x"})", "`id` is missing"},
      {R"({"id":"","text":"x"})", "`id` must not be empty"},
      {R"({"id":1,"text":"x"})", "`id` must be a string"},
      {R"({"id":"1","text":["x"]})", "`text` must be a string"},
      {R"({"id":"1","text":"x","network":7})", "`network` must be a string"},
      {R"({"id":"1","text":"x","author":"ana"})", "`author` must be an object"},
      {R"({"id":"1","text":"x","author":{"handle":7}})", "`author.handle` must be a string"},
      {R"({"id":"1","text":"x","created_at":1772463845})",
       "`created_at` must be a time like 2026-03-02T15:04:05Z"},
      {R"({"id":"1","text":"x","created_at":"2026-02-30T00:00:00Z"})",
       "`created_at` must be a time like 2026-03-02T15:04:05Z"},
      {R"({"id":"1","text":"x","mentions":"a"})", "`mentions` must be a list of strings"},
      {R"({"id":"1","text":"x","mentions":["a",1]})", "`mentions` must be a list of strings"},
      {R"({"id":"1","text":"x","media":-1})", "`media` must be a whole number, not negative"},
      {R"({"id":"1","text":"x","media":"2"})", "`media` must be a whole number, not negative"},
      {R"({"id":"1","text":"x","lat":91})", "`lat` must be a number from -90 to 90"},
      {R"({"id":"1","text":"x","lon":"-104"})", "`lon` must be a number from -180 to 180"},
      {R"({"id":"1","text":"x","label":true})", "`label` must be an object"},
      {R"({"id":"1","text":"x","label":{"service_request":"yes"}})",
       "`label.service_request` must be true or false"},
      {R"({"id":"1","text":"x","label":{"topic":3}})", "`label.topic` must be a string"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.line);
    CHECK(refusal(row.line) == row.message);
  }
}

TEST_CASE("a post's text is valid UTF-8 without NUL, whatever the line held") {
  for (const std::string& line : {std::string("{\"id\":\"1\",\"text\":\"a\xff\"}"),
                                  std::string("{\"id\":\"1\",\"text\":\"a\\u0000\"}"),
                                  std::string("{\"id\":\"1\",\"text\":\"a\0\"}", 22)}) {
    const auto read = read_post(line);
    REQUIRE(read.ok());
    CHECK(read->post.text == "a\xef\xbf\xbd");
  }
}

TEST_CASE("no line whatever makes the post reader throw") {
  CHECK(rc::check([](const std::string& noise, bool whole) {
    const std::string line = whole ? R"({"id":"1","text":")" + noise + "\"}" : noise;
    const auto read = read_post(line);
    if (read.ok()) RC_ASSERT(is_valid_utf8(read->post.text));
  }));
}

TEST_CASE("a finding is written key by key in the contract's order") {
  Finding finding;
  finding.service_request = 0.93;
  finding.decision = Decision::open_case;
  finding.intent = Intent::request;
  finding.topics = {{"pothole_street", "streets", "pothole", 0.9, {{0, 7, "pothole*"}}},
                    {"other", std::nullopt, "", 0.1, {}}};
  finding.urgency = Urgency::urgent;
  finding.addressed = true;
  finding.language = "en";
  finding.locations = {{11, 17, "Colfax", "street", std::nullopt, std::nullopt, ""},
                       {std::nullopt, std::nullopt, "", "point", 39.7, -104.9, "Baker"}};
  finding.abuse = 0.01;
  finding.pii = {{20, 32, "phone"}};
  finding.rules = "v1";
  CHECK(
      write_finding("7\"", finding) ==
      R"({"id":"7\"","service_request":0.93,"decision":"case","intent":"request","topics":[)"
      R"({"topic":"pothole_street","division":"streets","score":0.9,"evidence":[{"start":0,"end":7,"term":"pothole*"}]},)"
      R"({"topic":"other","division":null,"score":0.1,"evidence":[]}],)"
      R"("urgency":"urgent","language":"en","locations":[)"
      R"({"start":11,"end":17,"text":"Colfax","kind":"street","lat":null,"lon":null,"neighborhood":null},)"
      R"({"kind":"point","lat":39.7,"lon":-104.9,"neighborhood":"Baker"}],)"
      R"("abuse":0.01,"pii":[{"start":20,"end":32,"kind":"phone"}],"rules":"v1"})");
}

TEST_CASE("an empty finding has every key") {
  CHECK(write_finding("1", Finding{}) ==
        R"({"id":"1","service_request":0,"decision":"ignore","intent":"other","topics":[],)"
        R"("urgency":"normal","language":"und","locations":[],"abuse":0,"pii":[],"rules":""})");
}

TEST_CASE("an exported post has the contract's form in both formats") {
  CHECK(
      write_post(sample_post(), ExportFormat::ndjson) ==
      R"({"network":"bluesky","id":"at://did:plc:abc/app.bsky.feed.post/1","conversation":null,)"
      R"("in_reply_to":null,"author":{"id":"did:plc:abc","handle":"vecina.example","name":"La Vecina"},)"
      R"("text":"Bache, \"enorme\"\nen Colfax","created_at":"2026-03-02T15:04:05Z",)"
      R"("seen_at":"2026-03-02T15:04:06.500Z","state":"case","case":"26-000001"})");
  CHECK(write_post(sample_post(), ExportFormat::csv) ==
        "bluesky,at://did:plc:abc/app.bsky.feed.post/1,,,did:plc:abc,vecina.example,La Vecina,"
        "\"Bache, \"\"enorme\"\"\nen Colfax\",2026-03-02T15:04:05Z,2026-03-02T15:04:06.500Z,case,"
        "26-000001");
}

TEST_CASE("an exported case has the contract's form in both formats") {
  CHECK(
      write_case(sample_case(), ExportFormat::ndjson) ==
      R"({"number":"26-000001","status":"new","topic":"pothole_street","service_code":"pothole",)"
      R"("division":"streets","priority":"urgent","opened_at":"2026-03-02T15:04:05Z",)"
      R"("due_at":"2026-03-03T15:04:05Z","closed_at":null,"network":"bluesky","post_ids":["1","2"],)"
      R"("incident":null,"location":{"text":"Colfax","kind":"street","lat":39.74,"lon":-104.98,)"
      R"("neighborhood":"Capitol Hill"},"resident":{"network":"bluesky","id":"did:plc:abc",)"
      R"("handle":"vecina.example"},"language":"es","first_response_at":null,"contacts":2,)"
      R"("resolution":null})");
  CHECK(write_case(sample_case(), ExportFormat::csv) ==
        "26-000001,new,pothole_street,pothole,streets,urgent,2026-03-02T15:04:05Z,"
        "2026-03-03T15:04:05Z,,bluesky,1 2,,Colfax,street,39.74,-104.98,Capitol Hill,bluesky,"
        "did:plc:abc,vecina.example,es,,2,");
  Case nowhere = sample_case();
  nowhere.location.reset();
  nowhere.incident = "26-000000";
  const auto json = JsonValue::parse(write_case(nowhere, ExportFormat::ndjson));
  REQUIRE(json.ok());
  CHECK((*json)["location"].kind() == JsonValue::Kind::null);
  CHECK((*json)["incident"].text() == "26-000000");
}

TEST_CASE("what was said of a case stands behind its fixed fields in both formats") {
  ExportedCase exported;
  static_cast<Case&>(exported) = sample_case();
  const auto fixed = write_case(sample_case(), ExportFormat::ndjson);
  CHECK(write_exported_case(exported, ExportFormat::ndjson) ==
        fixed.substr(0, fixed.size() - 1) + R"(,"survey":null,"quality":null})");
  CHECK(write_exported_case(exported, ExportFormat::csv) ==
        write_case(sample_case(), ExportFormat::csv) + ",,,,,");
  exported.verdict.quality = 87.5;
  exported.verdict.survey = CaseVerdict::Survey{.asked_at = at("2026-03-04T15:00:00Z"),
                                                .answered_at = at("2026-03-04T16:00:00Z"),
                                                .score = 5,
                                                .words = "=5, thank you"};
  CHECK(write_exported_case(exported, ExportFormat::ndjson) ==
        fixed.substr(0, fixed.size() - 1) +
            R"(,"survey":{"asked_at":"2026-03-04T15:00:00Z","answered_at":"2026-03-04T16:00:00Z",)"
            R"("score":5,"words":"=5, thank you"},"quality":87.5})");
  CHECK(write_exported_case(exported, ExportFormat::csv) ==
        write_case(sample_case(), ExportFormat::csv) +
            ",2026-03-04T15:00:00Z,2026-03-04T16:00:00Z,5,\"'=5, thank you\",87.5");
}

TEST_CASE("an exported reply has the contract's form in both formats") {
  ExportedReply reply;
  reply.network = "twitter";
  reply.text = "Gracias";
  reply.kind = ReplyKind::closing;
  reply.state = ReplyState::queued;
  reply.case_number = "26-000001";
  CHECK(write_reply(reply, ExportFormat::ndjson) ==
        R"({"network":"twitter","in_reply_to":null,"network_id":null,"text":"Gracias",)"
        R"("kind":"closing","state":"queued","case":"26-000001","sent_at":null,"by":"auto"})");
  reply.in_reply_to = "11";
  reply.network_id = "12";
  reply.sent_at = at("2026-03-02T15:04:05Z");
  reply.by = "ana";
  CHECK(write_reply(reply, ExportFormat::csv) ==
        "twitter,11,12,Gracias,closing,queued,26-000001,2026-03-02T15:04:05Z,ana");
}

TEST_CASE("every CSV record has as many cells as its header") {
  const auto cells = [](const std::string& line) { return split(line, ',').size(); };
  ExportedPost post = sample_post();
  post.post.text = "plain";
  CHECK(cells(write_post(post, ExportFormat::csv)) == cells(csv_header_posts()));
  CHECK(cells(write_exported_case({}, ExportFormat::csv)) == cells(csv_header_cases()));
  ExportedCase judged;
  judged.verdict.survey = CaseVerdict::Survey{.score = 4, .words = "fine"};
  CHECK(cells(write_exported_case(judged, ExportFormat::csv)) == cells(csv_header_cases()));
  CHECK(cells(write_reply({}, ExportFormat::csv)) == cells(csv_header_replies()));
}

TEST_CASE("a cell that a spreadsheet would run is made text") {
  const struct {
    const char* text;
    const char* cell;
  } rows[] = {
      {"=1+1", "'=1+1"}, {"+1", "'+1"},
      {"-1", "'-1"},     {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"}, {"\r=1", "\"'\r=1\""},
      {"＝1", "'＝1"},   {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
      {"a=1", "a=1"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    ExportedReply reply;
    reply.text = row.text;
    const std::string expected = std::string(",,,") + row.cell + ",receipt,draft,,,auto";
    CHECK(write_reply(reply, ExportFormat::csv) == expected);
  }
}

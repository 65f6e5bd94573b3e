// The input form: posts as strangers write them.
#include <utility>

#include "core/exchange.h"
#include "core/json.h"
#include "core/text.h"

namespace social311 {
namespace {

// Reads the known keys of one object and keeps the first complaint. Null is the same as absent.
class Reader {
 public:
  Reader(JsonValue object, std::string prefix, std::optional<std::string>& complaint)
      : object_(std::move(object)), prefix_(std::move(prefix)), complaint_(complaint) {}

  void required(const char* key, std::string& into) {
    if (is_missing(key)) return complain(key, "is missing");
    optional(key, into);
  }

  void optional(const char* key, std::string& into) {
    if (is_missing(key)) return;
    auto text = object_[key].text();
    if (!text) return complain(key, "must be a string");
    into = std::move(*text);
  }

  void optional(const char* key, std::optional<std::string>& into) {
    std::string text;
    optional(key, text);
    if (object_[key].kind() == JsonValue::Kind::text) into = std::move(text);
  }

  void optional(const char* key, std::optional<bool>& into) {
    if (is_missing(key)) return;
    into = object_[key].flag();
    if (!into) complain(key, "must be true or false");
  }

  void optional(const char* key, std::optional<double>& into, double bound) {
    if (is_missing(key)) return;
    const auto value = object_[key].real();
    if (!value || *value < -bound || *value > bound) {
      const std::string edge = std::to_string(static_cast<int>(bound));
      return complain(key, "must be a number from -" + edge + " to " + edge);
    }
    into = value;
  }

  void count(const char* key, int& into) {
    if (is_missing(key)) return;
    const auto value = object_[key].number(0, 1'000'000);
    if (!value) return complain(key, "must be a whole number, not negative");
    into = static_cast<int>(*value);
  }

  bool moment(const char* key, Instant& into) {
    if (is_missing(key)) return false;
    const auto value = object_[key].instant();
    if (!value) {
      complain(key, "must be a time like 2026-03-02T15:04:05Z");
      return false;
    }
    into = *value;
    return true;
  }

  void handles(const char* key, std::vector<std::string>& into) {
    if (is_missing(key)) return;
    if (!object_[key].is_list()) return complain(key, "must be a list of strings");
    for (const JsonValue& item : object_[key].items()) {
      auto handle = item.text();
      if (!handle) return complain(key, "must be a list of strings");
      into.push_back(without_at(std::move(*handle)));
    }
  }

  // The object under `key`, an empty one where there is none.
  Reader inner(const char* key) {
    if (!is_missing(key) && !object_[key].is_object()) complain(key, "must be an object");
    return {object_[key], prefix_ + key + ".", complaint_};
  }

  void complain(const char* key, const std::string& what) {
    if (!complaint_) complaint_ = '`' + prefix_ + key + "` " + what;
  }

  static std::string without_at(std::string handle) {
    if (!handle.empty() && handle.front() == '@') handle.erase(0, 1);
    return handle;
  }

 private:
  bool is_missing(const char* key) const {
    const auto kind = object_[key].kind();
    return kind == JsonValue::Kind::absent || kind == JsonValue::Kind::null;
  }

  JsonValue object_;
  std::string prefix_;
  std::optional<std::string>& complaint_;
};

Fault refused(std::string message) {
  Fault fault;
  fault.kind = FaultKind::rejected;
  fault.message = std::move(message);
  return fault;
}

void read_author(Reader author, Author& into) {
  author.optional("id", into.id);
  author.optional("handle", into.handle);
  author.optional("name", into.name);
  into.handle = Reader::without_at(std::move(into.handle));
}

}  // namespace

Result<LabelledPost> read_post(std::string_view json_line) {
  const bool sound = is_valid_utf8(json_line) && json_line.find('\0') == std::string_view::npos;
  const auto json = sound ? JsonValue::parse(json_line) : JsonValue::parse(repair_utf8(json_line));
  if (!json) return refused(json.fault().message);
  if (!json->is_object()) return refused("a post must be a JSON object");

  std::optional<std::string> complaint;
  Reader line(*json, "", complaint);
  LabelledPost read;
  Post& post = read.post;
  line.required("id", post.id);
  line.required("text", post.text);
  if (!complaint && post.id.empty()) line.complain("id", "must not be empty");
  line.optional("network", post.network);
  if (post.network.empty()) post.network = "import";
  read_author(line.inner("author"), post.author);
  read.has_created_at = line.moment("created_at", post.created_at);
  line.optional("in_reply_to", post.in_reply_to);
  line.optional("conversation", post.conversation);
  line.handles("mentions", post.mentions);
  line.count("media", post.media);
  line.optional("lat", post.lat, 90);
  line.optional("lon", post.lon, 180);
  line.optional("lang", post.lang);
  Reader label = line.inner("label");
  label.optional("service_request", read.label.service_request);
  label.optional("topic", read.label.topic);
  if (complaint) return refused(*complaint);
  return read;
}

}  // namespace social311

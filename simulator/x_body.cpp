// The bodies X accepts, as strict as its schemas: no further properties, no other types.
#include <algorithm>
#include <functional>

#include "simulator/snowflake.h"
#include "simulator/x_api.h"

namespace social311::simulator {

namespace {

using Fault = std::optional<std::string>;
using Check = std::function<Fault(const JsonValue&, const std::string& path)>;

struct Property {
  const char* name;
  Check check;
  bool required = false;
};

Fault wrong(const std::string& path, const std::string& why) {
  return path + ": " + why;
}

Check text(std::size_t min = 0, std::size_t max = 1u << 20) {
  return [min, max](const JsonValue& value, const std::string& path) -> Fault {
    const auto given = value.text();
    if (!given) return wrong(path, "string expected");
    if (given->size() < min || given->size() > max) return wrong(path, "wrong length");
    return std::nullopt;
  };
}

Check flag() {
  return [](const JsonValue& value, const std::string& path) -> Fault {
    return value.flag() ? std::nullopt : wrong(path, "boolean expected");
  };
}

Check number(std::int64_t min, std::int64_t max) {
  return [min, max](const JsonValue& value, const std::string& path) -> Fault {
    return value.number(min, max) ? std::nullopt
                                  : wrong(path, "integer out of range or no integer");
  };
}

Check id() {
  return [](const JsonValue& value, const std::string& path) -> Fault {
    const auto given = value.text();
    if (!given) return wrong(path, "string expected");
    return parse_id(*given) ? std::nullopt
                            : wrong(path, "does not match the regex pattern ^[0-9]{1,19}$");
  };
}

Check one_of(std::vector<std::string> values) {
  return [values](const JsonValue& value, const std::string& path) -> Fault {
    const auto given = value.text();
    const bool known = given && std::find(values.begin(), values.end(), *given) != values.end();
    return known ? std::nullopt : wrong(path, "does not have a value in the enumeration");
  };
}

Check list(const Check& item, std::size_t min, std::size_t max) {
  return [item, min, max](const JsonValue& value, const std::string& path) -> Fault {
    if (!value.is_list()) return wrong(path, "array expected");
    if (value.size() < min || value.size() > max) return wrong(path, "wrong number of items");
    for (const JsonValue& one : value.items()) {
      if (auto fault = item(one, path + "[]")) return fault;
    }
    return std::nullopt;
  };
}

Check object(std::vector<Property> properties) {
  return [properties](const JsonValue& value, const std::string& path) -> Fault {
    if (!value.is_object()) return wrong(path, "object expected");
    for (const std::string& key : value.keys()) {
      const auto known = std::find_if(properties.begin(), properties.end(),
                                      [&key](const Property& one) { return one.name == key; });
      if (known == properties.end()) {
        return wrong(
            path + "." + key,
            "is not defined in the schema and the schema does not allow additional properties");
      }
      if (auto fault = known->check(value[key], path + "." + key)) return fault;
    }
    for (const Property& one : properties) {
      if (one.required && value[one.name].absent()) {
        return wrong(path + "." + one.name, "is missing but it is required");
      }
    }
    return std::nullopt;
  };
}

const std::vector<std::string> reply_settings = {"following", "mentionedUsers", "subscribers",
                                                 "verified"};

Check reply() {
  return object({{"in_reply_to_tweet_id", id(), true},
                 {"exclude_reply_user_ids", list(id(), 0, 1000)},
                 {"auto_populate_reply_metadata", flag()}});
}

Check media() {
  return object({{"media_ids", list(id(), 1, 4), true},
                 {"tagged_user_ids", list(id(), 0, 10)},
                 {"description", text()},
                 {"title", text()},
                 {"embeddable", flag()},
                 {"preview_media_id", id()}});
}

Check poll() {
  return object({{"options", list(text(1, 100), 2, 4), true},
                 {"duration_minutes", number(5, 10080), true},
                 {"reply_settings", one_of(reply_settings)}});
}

const Check& new_post() {
  static const Check check = object({{"text", text()},
                                     {"reply", reply()},
                                     {"media", media()},
                                     {"poll", poll()},
                                     {"quote_tweet_id", id()},
                                     {"geo", object({{"place_id", text()}})},
                                     {"reply_settings", one_of(reply_settings)},
                                     {"made_with_ai", flag()},
                                     {"paid_partnership", flag()},
                                     {"for_super_followers_only", flag()},
                                     {"nullcast", flag()},
                                     {"share_with_followers", flag()},
                                     {"card_uri", text()},
                                     {"community_id", id()},
                                     {"direct_message_deep_link", text()},
                                     {"edit_options", object({{"previous_post_id", id(), true}})}});
  return check;
}

}  // namespace

std::optional<std::string> fault_in_new_post(const JsonValue& body) {
  return new_post()(body, "$");
}

std::optional<std::string> fault_in_new_message(const JsonValue& body) {
  static const Check check =
      object({{"text", text(1)}, {"attachments", list(object({{"media_id", id(), true}}), 1, 1)}});
  if (auto fault = check(body, "$")) return fault;
  if (body["text"].absent() && body["attachments"].absent())
    return "$: text or attachments are required";
  return std::nullopt;
}

}  // namespace social311::simulator

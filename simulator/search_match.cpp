// Does a post match a query?
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text.h"
#include "simulator/search_query.h"

namespace social311::simulator {

namespace {

using Kind = SearchNode::Kind;

bool same(std::string_view a, std::string_view b) {
  return to_lower_ascii(a) == to_lower_ascii(b);
}

bool has_words(const std::vector<std::string>& text, const std::vector<std::string>& wanted) {
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end()) != text.end();
}

bool has_entity(const SimPost& post, Entity::Kind kind) {
  return !post.whole().values(kind).empty();
}

bool has_tag(const SimPost& post, Entity::Kind kind, const std::string& wanted) {
  const auto tags = post.whole().values(kind);
  return std::any_of(tags.begin(), tags.end(), [&wanted](const std::string& tag) {
    return strip_accents(fold(tag)) == wanted;
  });
}

bool is_user(std::string_view id, const std::string& wanted, const World& world) {
  const SimUser* user = world.user(id);
  return user != nullptr && (user->id == wanted || same(user->handle, wanted));
}

double kilometres(double lat1, double lon1, double lat2, double lon2) {
  constexpr double radian = 3.14159265358979323846 / 180;
  const double x = (lon2 - lon1) * radian * std::cos((lat1 + lat2) / 2 * radian);
  const double y = (lat2 - lat1) * radian;
  return 6371.0 * std::sqrt(x * x + y * y);
}

bool in_box(const SearchNode& node, double lat, double lon) {
  return lon >= node.numbers[0] && lat >= node.numbers[1] && lon <= node.numbers[2] &&
         lat <= node.numbers[3];
}

bool is_near(const SearchNode& node, const SimPost& post) {
  if (!post.source.lat || !post.source.lon) return false;
  if (node.kind == Kind::box) return in_box(node, *post.source.lat, *post.source.lon);
  return kilometres(node.numbers[1], node.numbers[0], *post.source.lat, *post.source.lon) <=
         node.numbers[2];
}

bool is_at(const SearchNode& node, const SimPost& post) {
  const SimPlace& place = denver_place();
  const bool tagged = post.source.lat.has_value() && post.source.lon.has_value();
  if (node.kind == Kind::country) return tagged && same(node.value, place.country_code);
  return tagged && (node.value == place.id || same(node.value, place.name) ||
                    same(node.value, place.full_name));
}

bool is_what(const SearchNode& node, const SimPost& post) {
  if (node.value == "retweet") return post.source.repost_of != 0;
  if (node.value == "reply") return post.source.in_reply_to != 0;
  if (node.value == "quote") return post.source.quoted != 0;
  return false;  // nobody here is verified, nothing is promoted only
}

bool has_what(const std::string& what, const SimPost& post) {
  if (what == "hashtags") return has_entity(post, Entity::Kind::hashtag);
  if (what == "cashtags") return has_entity(post, Entity::Kind::cashtag);
  if (what == "mentions") return has_entity(post, Entity::Kind::mention);
  if (what == "links") return has_entity(post, Entity::Kind::link);
  if (what == "geo") return post.source.lat.has_value();
  return (what == "media" || what == "images") && post.source.media > 0;
}

bool has_link(const SearchNode& node, const SimPost& post) {
  return std::any_of(post.whole().entities.begin(), post.whole().entities.end(),
                     [&node](const Entity& entity) {
                       return entity.kind == Entity::Kind::link &&
                              has_words(search_words(entity.expanded), node.words);
                     });
}

bool has_at_least(const SearchNode& node, const SimPost& post, const World& world) {
  std::size_t wanted = 0;
  std::from_chars(node.value.data(), node.value.data() + node.value.size(), wanted);
  std::size_t count = 0;  // nobody likes anything here
  if (node.words.front() == "min_replies") count = world.replies_to(post.id).size();
  if (node.words.front() == "min_reposts")
    count = world.count_references(post.id, &NewPost::repost_of);
  return count >= wanted;
}

bool leaf_matches(const SearchNode& node, const SimPost& post, const World& world) {
  switch (node.kind) {
    case Kind::words:
      return has_words(post.words, node.words);
    case Kind::symbol:
      return html_unescape(post.whole().text).find(node.value) != std::string::npos;
    case Kind::mention:
      return has_tag(post, Entity::Kind::mention, node.value);
    case Kind::hashtag:
      return has_tag(post, Entity::Kind::hashtag, node.value);
    case Kind::cashtag:
      return has_tag(post, Entity::Kind::cashtag, node.value);
    case Kind::from:
      return is_user(post.author_id, node.value, world);
    case Kind::to:
      return is_user(post.reply_to_user, node.value, world);
    case Kind::link:
      return has_link(node, post);
    case Kind::conversation:
      return std::to_string(post.conversation) == node.value;
    case Kind::reply_to_post:
      return std::to_string(post.source.in_reply_to) == node.value;
    case Kind::repost_of_post:
      return std::to_string(post.source.repost_of) == node.value;
    case Kind::quote_of_post:
      return std::to_string(post.source.quoted) == node.value;
    case Kind::place:
    case Kind::country:
      return is_at(node, post);
    case Kind::radius:
    case Kind::box:
      return is_near(node, post);
    case Kind::least:
      return has_at_least(node, post, world);
    case Kind::is:
      return is_what(node, post);
    case Kind::has:
      return has_what(node.value, post);
    case Kind::language:
      return same(post.lang, node.value);
    default:
      return false;
  }
}

}  // namespace

bool matches(const SearchNode& node, const SimPost& post, const World& world) {
  const auto one = [&post, &world](const SearchNode& part) { return matches(part, post, world); };
  if (node.kind == Kind::all) return std::all_of(node.parts.begin(), node.parts.end(), one);
  if (node.kind == Kind::any) return std::any_of(node.parts.begin(), node.parts.end(), one);
  return leaf_matches(node, post, world) != node.negated;
}

}  // namespace social311::simulator

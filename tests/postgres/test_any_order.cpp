// Networks repeat pages, and pages overlap and come late: whatever subset of them came, twice and
// in any order, the same posts, cases and replies stand in the database. Numbers are given in the
// order of work, so two databases are compared by content.
#include <doctest/doctest.h>

#include <algorithm>
#include <regex>

#include "tests/postgres/bridge_world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

using Page = std::vector<Post>;

// The texts in one variant each: which one is taken goes by the case's number.
casebridge::City plain_city() {
  casebridge::City city = sample_city();
  std::erase_if(city.templates,
                [](const auto& one) { return one.first.find(".v") != std::string::npos; });
  return city;
}

Post said(const std::string& id, const std::string& author, const std::string& text,
          std::chrono::minutes at) {
  Post post = make_post(id, text);
  post.author = {author, "handle" + author, "Name " + author};
  post.created_at = after(at);
  return post;
}

Post in_thread(Post post, const std::string& first) {
  post.in_reply_to = first;
  post.conversation = first;
  return post;
}

Post first_of(Post post) {
  post.conversation = post.id;
  return post;
}

Post privately(Post post) {
  post.kind = PostKind::direct_message;
  post.conversation = "talk-of-" + post.author.id;
  return post;
}

// Every kind of branch: requests, a thread with its missing fact and thanks, another person's
// request in it, an emergency, a known question, the menu with its answer, small talk.
std::vector<Post> a_day() {
  return {
      first_of(said("10", "a", "@Denver311 huge pothole at 1200 Pearl St, please fix it", 0min)),
      first_of(said("20", "b", "@Denver311 the street light on our block has been out", 1min)),
      in_thread(said("21", "b", "it is in front of 1437 Bannock St", 5min), "20"),
      in_thread(said("22", "b", "thank you!", 7min), "20"),
      in_thread(said("23", "c", "@Denver311 graffiti at 3140 Downing St, please clean it", 8min),
                "20"),
      said("30", "d", "@Denver311 gas leak and fire at 1300 Grant St, people are trapped", 9min),
      said("40", "e", "@Denver311 what are your hours?", 10min),
      privately(said("50", "f", "hello", 11min)),
      privately(said("51", "f", "2", 13min)),
      privately(said("60", "g", "good morning", 12min)),
      privately(said("61", "g", "a long story really", 14min)),
      said("70", "h", "what a game last night, go Broncos", 15min),
      said("80", "a", "@Denver311 mattress dumped at 3100 Downing St, pick it up please", 16min),
      said("90", "i", "@Denver311 hay un bache enorme en Colfax y Broadway, arreglenlo", 17min),
  };
}

// Pages as a network cuts them: a few posts each, overlapping their neighbours.
std::vector<Page> cut(const std::vector<Post>& posts, SeededRandom& random) {
  std::vector<Page> pages;
  for (std::size_t from = 0; from < posts.size();) {
    const std::size_t size = 1 + random.next() % 4;
    const std::size_t begin = from > 0 && random.next() % 2 == 0 ? from - 1 : from;
    const std::size_t end = std::min(posts.size(), from + size);
    pages.emplace_back(posts.begin() + static_cast<std::ptrdiff_t>(begin),
                       posts.begin() + static_cast<std::ptrdiff_t>(end));
    from = end;
  }
  return pages;
}

template <typename Value>
void shuffle(std::vector<Value>& values, SeededRandom& random) {
  for (std::size_t i = values.size(); i > 1; --i)
    std::swap(values[i - 1], values[random.next() % i]);
}

std::vector<Page> some_of(std::vector<Page> pages, SeededRandom& random) {
  shuffle(pages, random);
  pages.resize(1 + random.next() % pages.size());
  return pages;
}

// All of them, some twice.
std::vector<Page> as_they_come(std::vector<Page> pages, SeededRandom& random) {
  const std::size_t count = pages.size();
  for (std::size_t i = 0; i < count; ++i)
    if (random.next() % 2 == 0) pages.push_back(pages[i]);
  shuffle(pages, random);
  return pages;
}

std::string without_numbers(const std::string& text) {
  static const std::regex number("[0-9]{2}-[0-9]{6}(-[A-Z]+[A-Z0-9]*)?");
  return std::regex_replace(text, number, "NUMBER");
}

struct AnyOrder : BridgeWorld {
  AnyOrder() : BridgeWorld(plain_city()) {}

  void decide(int limit) {
    while (store->decide_posts(limit, after(1h),
                               [&](sql::DecideTurn& turn, const sql::StoredPost& stored) {
                                 service::settle(parts(), turn, stored, after(1h));
                               }) > 0) {
    }
  }
  // Posts, cases and replies, line by line, in an order of their content.
  std::string content() {
    return without_numbers(sql(
        "select string_agg(line, E'\\n' order by line) from ("
        "select concat_ws(' | ', 'post', p.network_id, p.state, "
        "p.reason, v.text) as line "
        "from post p join post_version v using (post_id) union all "
        "select concat_ws(' | ', 'case', c.status, c.topic, c.service_code, c.division, "
        "c.priority, "
        "c.location, c.resident_id, c.language, c.due_at, (select string_agg(p.network_id, ' ' "
        "order by p.network_id) from case_post cp join post p using (post_id) where cp.case_id = "
        "c.case_id), (select string_agg(concat_ws(' ', q.code, q.state, q.times), ', ' order by "
        "q.question_id) from case_question q where q.case_id = c.case_id), (select "
        "string_agg(f.code "
        "|| '=' || f.value, ' ' order by f.code) from case_fact f where f.case_id = c.case_id)) "
        "from case_file c union all "
        "select concat_ws(' | ', 'reply', i.target_post_id, i.kind, i.seq, i.state, i.language, "
        "i.created_by, i.body) "
        "from reply_intent i) lines"));
  }
};

}  // namespace

TEST_CASE("any subset of pages, twice and in any order, gives the same posts, cases and replies") {
  std::size_t most = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    auto pages = cut(a_day(), random);
    if (seed > 1) pages = some_of(std::move(pages), random);
    AnyOrder one;
    for (const Page& page : pages) one.keep(page);
    one.decide(50);
    AnyOrder other;
    for (const Page& page : as_they_come(pages, random)) other.keep(page);
    other.decide(1 + static_cast<int>(random.next() % 5));  // batches end anywhere
    for (const Page& page : as_they_come(pages, random)) other.keep(page);
    other.decide(50);  // what came again changes nothing that is decided
    const std::string content = one.content();
    CHECK(content == other.content());
    most = std::max(most, content.size());
    if (seed == 1) {  // the day is whole: the comparison is about something
      CHECK(std::stoi(one.sql("select count(*) from case_file")) >= 8);
      CHECK(std::stoi(one.sql("select count(*) from reply_intent")) >= 8);
      CHECK(std::stoi(one.sql("select count(*) from case_question")) >= 3);
    }
  }
  CHECK(most > 1000);
}

TEST_CASE("pages that are decided as they come give the same where no post belongs to another") {
  std::vector<Post> alone;
  for (Post post : a_day())
    if (post.in_reply_to.empty() && post.id != "51" && post.id != "61" && post.id != "80")
      alone.push_back(std::move(post));
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    SeededRandom random(100 + seed);
    const auto pages = cut(alone, random);
    AnyOrder one;
    for (const Page& page : pages) one.keep(page);
    one.decide(50);
    AnyOrder other;
    for (const Page& page : as_they_come(pages, random)) {
      other.keep(page);
      if (random.next() % 2 == 0) other.decide(3);
    }
    other.decide(50);
    CHECK(one.content() == other.content());
  }
}

// Tables come forward, once, and a database that does not fit the program is refused.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/support/scratch_cluster.h"

using namespace social311;
using namespace social311::tests;

namespace {

const Instant now{std::chrono::seconds(1'772'463'845)};
const std::filesystem::path source = SOCIAL311_SOURCE_DIR;

std::string sql_sources() {
  std::ostringstream all;
  for (const auto& file : std::filesystem::directory_iterator(source / "sql"))
    if (file.path().extension() == ".cpp" || file.path().extension() == ".h")
      all << std::ifstream(file.path()).rdbuf();
  return all.str();
}

int files_in(const std::filesystem::path& folder) {
  return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder),
                                        std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("every statement of the queries folder can be prepared on the migrated tables") {
  const auto store = fresh_store();
  CHECK(store->prepare_all() == files_in(source / "sql/queries"));
}

TEST_CASE("every statement of the queries folder is used and says what its parameters are") {
  const auto text = sql_sources();
  for (const auto& file : std::filesystem::directory_iterator(source / "sql/queries")) {
    CAPTURE(file.path());
    CHECK(text.find('"' + file.path().stem().string() + '"') != std::string::npos);
    std::ostringstream content;
    content << std::ifstream(file.path()).rdbuf();
    const bool takes_some = content.str().find("$1") != std::string::npos;
    if (takes_some) CHECK(content.str().rfind("--", 0) == 0);
  }
}

TEST_CASE("every migration begins with its reason") {
  for (const auto& file : std::filesystem::directory_iterator(source / "sql/migrations")) {
    CAPTURE(file.path());
    std::string first;
    std::getline(std::ifstream(file.path()) >> std::ws, first);
    CHECK(first.rfind("-- Why: ", 0) == 0);
  }
}

TEST_CASE("migrating an empty database applies every file, migrating again none") {
  auto& cluster = ScratchCluster::shared();
  const auto url = cluster.empty_database();
  const auto store = open_scratch_store(url);
  CHECK(store->migrations().applied == 0);
  const auto first = store->migrate(now);
  REQUIRE(first.ok());
  CHECK(*first == files_in(source / "sql/migrations"));
  const auto second = store->migrate(now);
  REQUIRE(second.ok());
  CHECK(*second == 0);
  CHECK(store->migrations().applied == *first);
  CHECK(store->migrations().known == *first);
  CHECK(store->migrations().trouble.empty());
  CHECK(cluster.sql(url, "select count(*) from migration where length(sha256) = 64") ==
        std::to_string(*first));
}

TEST_CASE("a migration file that changed after it was applied is refused by name") {
  auto& cluster = ScratchCluster::shared();
  const auto url = cluster.fresh_database();
  cluster.sql(url, "update migration set sha256 = 'other' where file = '0003_cases.sql'");
  const auto store = open_scratch_store(url);
  const auto again = store->migrate(now);
  REQUIRE(!again.ok());
  CHECK(again.fault().kind == FaultKind::rejected);
  CHECK(again.fault().message.find("0003_cases.sql") != std::string::npos);
  CHECK(store->migrations().trouble.size() == 1);
}

TEST_CASE("a database newer than the program is refused and left alone") {
  auto& cluster = ScratchCluster::shared();
  const auto url = cluster.fresh_database();
  cluster.sql(url, "insert into migration values ('9999_future.sql', 'x', now())");
  const auto store = open_scratch_store(url);
  const auto again = store->migrate(now);
  REQUIRE(!again.ok());
  CHECK(again.fault().message.find("newer than this program") != std::string::npos);
}

TEST_CASE("a migration that fails leaves nothing of the others behind") {
  auto& cluster = ScratchCluster::shared();
  const auto url = cluster.empty_database();
  cluster.sql(url, "create table agent (mine int)");  // in the way of 0005_people.sql
  const auto store = open_scratch_store(url);
  CHECK_THROWS(store->migrate(now));
  CHECK(cluster.sql(url, "select count(*) from pg_tables where schemaname = 'public'") == "1");
  cluster.sql(url, "drop table agent");
  CHECK(open_scratch_store(url)->migrate(now).ok());
}

TEST_CASE("a server that is not there and an address that cannot be read say what to do") {
  const auto nobody = sql::open_store({.url = "postgresql:///x?host=/nonexistent&user=social311"});
  REQUIRE(!nobody.ok());
  CHECK(nobody.fault().kind == FaultKind::retry_later);
  const auto garbled = sql::open_store({.url = "postgresql://u:hunter2@[bad/x"});
  REQUIRE(!garbled.ok());
  CHECK(garbled.fault().kind == FaultKind::rejected);
  CHECK(garbled.fault().message.find("hunter2") == std::string::npos);
}

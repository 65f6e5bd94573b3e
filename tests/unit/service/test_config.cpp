#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "service/config.h"
#include "service/sample_city.h"

using namespace social311;
using namespace social311::service;

namespace {

namespace fs = std::filesystem;

// A folder with a sample city and credentials, gone with the test.
class ConfigFolder {
 public:
  ConfigFolder() {
    std::string pattern = (fs::temp_directory_path() / "social311-config-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    fs::create_directories(path_ / "sample/rules");
    fs::create_directories(path_ / "sample/geography");
    fs::create_directories(path_ / "own");
    write("secrets/x.toml", "access_token = \"s3cret-token\"\nclient_id = \"\"\n", 0600);
    environment["HOME"] = "/";
  }
  ~ConfigFolder() { fs::remove_all(path_); }
  ConfigFolder(const ConfigFolder&) = delete;
  ConfigFolder& operator=(const ConfigFolder&) = delete;

  std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    return file.string();
  }

  LoadedConfig load(const std::string& text) {
    ConfigSources sources;
    sources.file = write("c.toml", text);
    return load_file(sources);
  }

  LoadedConfig load_file(ConfigSources sources) {
    sources.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    sources.check_listen = [](const std::string& network,
                              const std::string& word) -> std::optional<std::string> {
      if (word == "mentions" || word.rfind("search:", 0) == 0) return std::nullopt;
      return "has no word " + word + " on " + network;
    };
    if (!sources.sample) sources.sample = (path_ / "sample").string();
    return load_config(sources);
  }

  // The complaints about `text`, one a line, with this folder's path written as DIR.
  std::string complaints(const std::string& text) {
    std::string out;
    for (const Complaint& complaint : load(text).complaints) out += to_string(complaint) + '\n';
    return shortened(out);
  }

  std::string shortened(std::string text) const {
    const std::string own = path_.string();
    for (auto at = text.find(own); at != std::string::npos; at = text.find(own)) {
      text.replace(at, own.size(), "DIR");
    }
    return text;
  }

  std::string path(const std::string& name) const { return (path_ / name).string(); }

  std::map<std::string, std::string> environment{};

 private:
  fs::path path_;
};

const std::string account =
    "[[account]]\n"
    "network = \"twitter\"\n"
    "id = \"42\"\n"
    "handle = \"Denver311\"\n"
    "base_url = \"https://api.x.com\"\n"
    "credentials_file = \"secrets/x.toml\"\n";

std::string value_of(const LoadedConfig& loaded, const std::string& key) {
  for (const ConfigLine& line : loaded.lines) {
    if (line.key == key) return line.value + " (" + line.origin + ")";
  }
  return "no line";
}

}  // namespace

TEST_CASE("an empty configuration is the defaults and the sample city") {
  ConfigFolder folder;
  const LoadedConfig loaded = folder.load("");
  REQUIRE(loaded.config.has_value());
  const Config& config = *loaded.config;
  CHECK(config.file == folder.path("c.toml"));
  CHECK(config.city.name == "Denver");
  CHECK(config.city.timezone == "America/Denver");
  CHECK(config.city.languages == std::vector<std::string>{"en", "es"});
  CHECK(config.city.geography == folder.path("sample/geography"));
  CHECK(config.rules == folder.path("sample/rules"));
  CHECK(config.database.url == "");
  CHECK(config.database.data_dir == folder.path("var"));
  CHECK(config.web.host == "127.0.0.1");
  CHECK(config.web.port == 8311);
  CHECK(config.web.public_url == "http://127.0.0.1:8311");
  CHECK(config.sender.settle_s == 900);
  CHECK(config.sender.undo_s == 10);
  CHECK(config.accounts.empty());
}

TEST_CASE("every key of the configuration is read") {
  ConfigFolder folder;
  folder.write("db-url", "postgresql://u:secret@db/x\n");
  const LoadedConfig loaded = folder.load(R"(
[city]
name = "Springfield"
timezone = "America/New_York"
languages = ["es"]
geography = "own"
[database]
url_file = "db-url"
data_dir = "../elsewhere"
[web]
listen = "[::1]:0"
public_url = "https://311.example.org/base/"
trusted_proxies = ["10.0.0.1", "::1"]
[rules]
directory = "own"
[sender]
settle_s = 60
undo_s = 0
[[account]]
network = "facebook"
id = "1"
handle = "@City"
base_url = "http://127.0.0.1:9/graph/"
credentials_file = "secrets/x.toml"
poll_every_s = 5
budget_usd_month = 200
budget_reads_day = 5000
listen = ["mentions", "search:a b"]
reply = "acknowledge"
api_names = "tweet"
api_version = "v21.0"
)");
  for (const Complaint& complaint : loaded.complaints) MESSAGE(to_string(complaint));
  REQUIRE(loaded.config.has_value());
  const Config& config = *loaded.config;
  CHECK(config.city.name == "Springfield");
  CHECK(config.city.timezone == "America/New_York");
  CHECK(config.city.languages == std::vector<std::string>{"es"});
  CHECK(config.city.geography == folder.path("own"));
  CHECK(config.database.url_file == folder.path("db-url"));
  CHECK(config.database.data_dir ==
        (fs::path(folder.path("")).parent_path().parent_path() / "elsewhere").string());
  CHECK(config.web.host == "::1");
  CHECK(config.web.port == 0);
  CHECK(config.web.public_url == "https://311.example.org/base");
  CHECK(config.web.trusted_proxies == std::vector<std::string>{"10.0.0.1", "::1"});
  CHECK(config.rules == folder.path("own"));
  CHECK(config.sender.settle_s == 60);
  CHECK(config.sender.undo_s == 0);
  REQUIRE(config.accounts.size() == 1);
  const connectors::Account& first = config.accounts[0];
  CHECK(first.key() == "facebook/1");
  CHECK(first.handle == "City");
  CHECK(first.base_url == "http://127.0.0.1:9/graph");
  CHECK(first.poll_every_s == 5);
  REQUIRE(loaded.config->ceilings.contains(first.key()));
  const auto& ceilings = loaded.config->ceilings.at(first.key());
  CHECK(ceilings.micro_usd_month == 200'000'000);
  CHECK(ceilings.reads_day == 5000);
  CHECK(!ceilings.calls_day);
  CHECK(first.listen == std::vector<std::string>{"mentions", "search:a b"});
  CHECK(first.reply == ReplyMode::acknowledge);
  CHECK(first.api_names == "tweet");
  CHECK(first.api_version == "v21.0");
  REQUIRE(first.credentials.size() == 1);  // an empty one is none
  CHECK(first.credentials.at("access_token").reveal() == "s3cret-token");
}

TEST_CASE("each fault of a configuration is told with file, line and column") {
  const struct {
    const char* text;
    const char* complaint;
  } rows[] = {
      {"[city]\nnane = \"x\"\n", "2:1: unknown key `nane`, did you mean `name`?"},
      {"[citty]\n", "1:2: unknown key `citty`, did you mean `city`?"},
      {"[sender]\nsettle_m = 15\n", "2:1: unknown key `settle_m`, did you mean `settle_s`?"},
      {"city = 3\n", "1:8: `city` must be a table, not a whole number"},
      {"[city]\nname = 3\n", "2:8: `name` must be a string, not a whole number"},
      {"[city]\nname = \" \"\n", "2:8: `name` must not be empty"},
      {"[city]\nname = \"a\\nb\"\n", "2:8: `name` must not hold control characters"},
      {"[city]\ntimezone = \"Mars/Base\"\n",
       "2:12: `timezone` is no time zone of this system's tzdata: \"Mars/Base\""},
      {"[city]\ntimezone = \"../../../etc/passwd\"\n",
       "2:12: `timezone` is no time zone of this system's tzdata: \"../../../etc/passwd\""},
      {"[city]\ntimezone = \"America\"\n",
       "2:12: `timezone` is no time zone of this system's tzdata: \"America\""},
      {"[city]\nlanguages = \"en\"\n", "2:13: `languages` must be a list of strings, not a string"},
      {"[city]\nlanguages = []\n", "2:13: `languages` must name at least one language"},
      {"[city]\nlanguages = [\"en\", \"Spanish\"]\n",
       "2:20: `languages` must hold two-letter codes (ISO 639-1), not \"Spanish\""},
      {"[city]\ngeography = \"nowhere\"\n", "2:13: `geography` is not a folder: \"DIR/nowhere\""},
      {"[rules]\ndirectory = \"c.toml\"\n", "2:13: `directory` is not a folder: \"DIR/c.toml\""},
      {"[rules]\ndirectory = \"\"\n", "2:13: `directory` must not be empty"},
      {"[database]\nurl = \"mysql://h/x\"\n",
       "2:7: `url` must begin with postgresql:// or be libpq's key=value form"},
      {"[database]\nurl = \"nonsense\"\n",
       "2:7: `url` must begin with postgresql:// or be libpq's key=value form"},
      {"[database]\nurl_file = \"gone\"\n",
       "2:12: `url_file` \"DIR/gone\" cannot be read: No such file or directory"},
      {"[database]\nurl_file = \"secrets\"\n",
       "2:12: `url_file` \"DIR/secrets\" is not a regular file"},
      {"[database]\ndata_dir = \"\"\n", "2:12: `data_dir` must not be empty"},
      {"[web]\nlisten = \"8311\"\n",
       "2:10: `listen` must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311"},
      {"[web]\nlisten = \"127.0.0.1:70000\"\n",
       "2:10: `listen` must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311"},
      {"[web]\nlisten = \"::1:8311\"\n",
       "2:10: `listen` must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311"},
      {"[web]\nlisten = \"example.org:80\"\n",
       "2:10: `listen` must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311"},
      {"[web]\nlisten = \"127.0.0.1:-1\"\n",
       "2:10: `listen` must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311"},
      {"[web]\nlisten = \"127.0.0.1:\"\n",
       "2:10: `listen` must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311"},
      {"[web]\npublic_url = \"http://311.example.org\"\n",
       "2:14: `public_url` must be https: http is for loopback hosts only"},
      {"[web]\npublic_url = \"311.example.org\"\n",
       "2:14: `public_url` must be an address like https://host or https://host:8443/prefix"},
      {"[web]\ntrusted_proxies = [\"10.0.0.1\", \"proxy\"]\n",
       "2:32: `trusted_proxies` must hold IP addresses, not \"proxy\""},
      {"[sender]\nsettle_s = 0\n",
       "2:12: `settle_s` must be a whole number from 1 to 86400, not 0"},
      {"[sender]\nsettle_s = \"15m\"\n",
       "2:12: `settle_s` must be a whole number from 1 to 86400, not a string"},
      {"[sender]\nundo_s = 10.5\n",
       "2:10: `undo_s` must be a whole number from 0 to 3600, not a number with a fraction"},
      {"[account]\n", "1:1: `account` must be a list of tables ([[account]]), not a table"},
  };
  for (const auto& row : rows) {
    ConfigFolder folder;
    CAPTURE(row.text);
    CHECK(folder.complaints(row.text) == std::string("DIR/c.toml:") + row.complaint + "\n");
    CHECK_FALSE(folder.load(row.text).config.has_value());
  }
}

TEST_CASE("each fault of an account is told with file, line and column") {
  const struct {
    const char* from;  // a line of the good account
    const char* to;
    const char* complaint;
  } rows[] = {
      {"network = \"twitter\"\n", "network = \"myspace\"\n",
       "2:11: `network` must be one of twitter, facebook, instagram, bluesky, mastodon, not "
       "\"myspace\""},
      {"network = \"twitter\"\n", "", "1:1: `network` is missing"},
      {"id = \"42\"\n", "", "1:1: `id` is missing"},
      {"id = \"42\"\n", "id = 42\n", "3:6: `id` must be a string, not a whole number"},
      {"id = \"42\"\n", "id = \"\"\n", "3:6: `id` must not be empty"},
      {"id = \"42\"\n", "id = \"4 2\"\n",
       "3:6: `id` must not hold blanks: it is the network's own stable id"},
      {"handle = \"Denver311\"\n", "", "1:1: `handle` is missing"},
      {"base_url = \"https://api.x.com\"\n", "", "1:1: `base_url` is missing"},
      {"base_url = \"https://api.x.com\"\n", "base_url = \"http://api.x.com\"\n",
       "5:12: `base_url` must be https: http is for loopback hosts only"},
      {"base_url = \"https://api.x.com\"\n", "base_url = \"http://127.evil.example\"\n",
       "5:12: `base_url` must be https: http is for loopback hosts only"},
      {"base_url = \"https://api.x.com\"\n", "base_url = \"https://u:p@api.x.com\"\n",
       "5:12: `base_url` must be an address like https://host or https://host:8443/prefix"},
      {"base_url = \"https://api.x.com\"\n", "base_url = \"https://api.x.com?x=1\"\n",
       "5:12: `base_url` must be an address like https://host or https://host:8443/prefix"},
      {"credentials_file = \"secrets/x.toml\"\n", "", "1:1: `credentials_file` is missing"},
      {"credentials_file = \"secrets/x.toml\"\n", "credentials_file = \"gone.toml\"\n",
       "6:20: `credentials_file` \"DIR/gone.toml\" cannot be read: No such file or directory"},
      {"", "pol_every_s = 60\n", "1:1: unknown key `pol_every_s`, did you mean `poll_every_s`?"},
      {"", "budget_usd_month = 0\n",
       "1:20: `budget_usd_month` must be a whole number from 1 to 1000000, not 0"},
      {"", "poll_every_s = 0\n",
       "1:16: `poll_every_s` must be a whole number from 1 to 86400, not 0"},
      {"", "poll_every_s = \"60s\"\n",
       "1:16: `poll_every_s` must be a whole number from 1 to 86400, not a string"},
      {"", "reply = \"auto\"\n",
       "1:9: `reply` must be one of off, approve, acknowledge, not \"auto\""},
      {"", "reply = true\n", "1:9: `reply` must be a string, not true or false"},
      {"", "listen = [\"mentions\", \"dms\"]\n", "1:23: `listen` has no word dms on twitter"},
      {"", "listen = \"mentions\"\n", "1:10: `listen` must be a list of strings, not a string"},
      {"", "api_names = \"toot\"\n", "1:13: `api_names` must be one of post, tweet, not \"toot\""},
      {"", "tier = \"gold\"\n", "1:8: `tier` must be one of self_serve, enterprise, not \"gold\""},
      {"", "api_version = \"../x\"\n", "1:15: `api_version` must be like \"v21.0\" or \"2\""},
  };
  for (const auto& row : rows) {
    ConfigFolder folder;
    CAPTURE(row.to);
    std::string text = account;
    std::string expected = row.complaint;
    const std::string from = row.from;
    if (from.empty()) {  // an additional line, the seventh
      text += row.to;
      expected.replace(0, 1, "7");
    } else {
      text.replace(text.find(from), from.size(), row.to);
    }
    CHECK(folder.complaints(text) == "DIR/c.toml:" + expected + "\n");
  }
}

TEST_CASE("names of X's API are unknown keys elsewhere") {
  ConfigFolder folder;
  std::string text = account + "api_version = \"2\"\n";
  text.replace(text.find("twitter"), 7, "bluesky");
  CHECK(folder.complaints(text) == "DIR/c.toml:7:1: unknown key `api_version`\n");
}

TEST_CASE("all faults are told in one run, in the order of the file") {
  ConfigFolder folder;
  CHECK(folder.complaints("[sender]\nundo_s = -1\n[city]\nname = 1\nzip = 80202\n") ==
        "DIR/c.toml:2:10: `undo_s` must be a whole number from 0 to 3600, not -1\n"
        "DIR/c.toml:4:8: `name` must be a string, not a whole number\n"
        "DIR/c.toml:5:1: unknown key `zip`\n");
}

TEST_CASE("a configuration that is no TOML is told where it breaks, and nothing else") {
  ConfigFolder folder;
  const LoadedConfig loaded = folder.load("[city]\nname = \n[nosuch]\n");
  CHECK_FALSE(loaded.config.has_value());
  REQUIRE(loaded.complaints.size() == 1);
  CHECK(loaded.complaints[0].where.line == 2);
}

TEST_CASE("a configuration that is not there says so") {
  ConfigFolder folder;
  ConfigSources sources;
  sources.file = folder.path("gone.toml");
  const LoadedConfig loaded = folder.load_file(sources);
  CHECK_FALSE(loaded.config.has_value());
  REQUIRE(loaded.complaints.size() == 1);
  CHECK(folder.shortened(to_string(loaded.complaints[0])) ==
        "cannot read DIR/gone.toml: No such file or directory: give another file with --config");
}

TEST_CASE("without a file the defaults start at the working folder") {
  ConfigFolder folder;
  const LoadedConfig loaded = folder.load_file({});
  REQUIRE(loaded.config.has_value());
  CHECK(loaded.config->file == "");
  CHECK(loaded.config->database.data_dir == (fs::current_path() / "var").string());
}

TEST_CASE("without a sample city geography and rules must be named") {
  ConfigFolder folder;
  ConfigSources sources;
  sources.file = folder.write("c.toml", "[city]\nname = \"x\"\n");
  sources.sample = "";
  const LoadedConfig loaded = folder.load_file(sources);
  REQUIRE(loaded.complaints.size() == 2);
  CHECK(folder.shortened(to_string(loaded.complaints[0])) ==
        "DIR/c.toml:1:1: `geography` is missing, and no sample city is installed");
  CHECK(folder.shortened(to_string(loaded.complaints[1])) ==
        "DIR/c.toml: `directory` is missing, and no sample city is installed");
}

TEST_CASE("a database password in the configuration is refused and not repeated") {
  for (const char* url :
       {"postgresql://u:hunter2@db/x", "postgres://u:hunter2@db",
        "postgresql://db/x?password=hunter2", "postgresql://db/x?sslpassword=hunter2",
        "host=db password=hunter2", "host=db Password = hunter2",
        "postgresql://db/x?p%61ssword=hunter2", "postgresql://:hunter2@db"}) {
    ConfigFolder folder;
    CAPTURE(url);
    const LoadedConfig loaded = folder.load(std::string("[database]\nurl = \"") + url + "\"\n");
    REQUIRE(loaded.complaints.size() == 1);
    CHECK(folder.shortened(to_string(loaded.complaints[0])) ==
          "DIR/c.toml:2:7: `url` must not hold a password: put the whole url into a file of mode "
          "0600 and name it in `url_file`");
    for (const ConfigLine& line : loaded.lines)
      CHECK(line.value.find("hunter2") == std::string::npos);
  }
  for (const char* url : {"postgresql://u@db:5432/x", "host=/run/x dbname=y", "postgresql:///x",
                          "postgresql://[::1]:5432/x", "postgresql://db/x?user=a%40b:c"}) {
    ConfigFolder folder;
    CAPTURE(url);
    CHECK(folder.complaints(std::string("[database]\nurl = \"") + url + "\"\n") == "");
  }
}

TEST_CASE("a url and a url_file exclude each other, and an empty file is told") {
  ConfigFolder folder;
  folder.write("db", "postgresql://u:p@db/x\n");
  CHECK(folder.complaints("[database]\nurl = \"postgresql://db/x\"\nurl_file = \"db\"\n") ==
        "DIR/c.toml:3:12: `url_file` and `url` exclude each other\n");
  folder.write("db", " \n");
  CHECK(folder.complaints("[database]\nurl_file = \"db\"\n") ==
        "DIR/c.toml:2:12: `url_file` \"DIR/db\" holds no database url\n");
}

TEST_CASE("a file with secrets that others may read is refused, by whichever bit") {
  for (const mode_t mode : {0644u, 0640u, 0604u, 0620u, 0602u, 0610u, 0601u}) {
    ConfigFolder folder;
    folder.write("secrets/x.toml", "access_token = \"s3cret\"\n", mode);
    std::string octal = "0000";
    for (unsigned i = 0; i < 3; ++i)
      octal[i + 1] = static_cast<char>('0' + ((mode >> (6 - 3 * i)) & 7u));
    CAPTURE(octal);
    CHECK(folder.complaints(account) ==
          "DIR/c.toml:6:20: `credentials_file` \"DIR/secrets/x.toml\" is mode " + octal +
              ": others may read it, run chmod 600 on it\n");
  }
  ConfigFolder folder;
  folder.write("secrets/x.toml", "access_token = \"s3cret\"\n", 0400);
  CHECK(folder.complaints(account) == "");
}

TEST_CASE("a file with secrets of another user is refused") {
  if (::geteuid() != 0) {
    std::cout << "skipped: only root can give a file away\n";
    return;
  }
  ConfigFolder folder;
  const std::string file = folder.write("secrets/x.toml", "access_token = \"s3cret\"\n");
  REQUIRE(::chown(file.c_str(), 12345, 12345) == 0);
  CHECK(folder.complaints(account) ==
        "DIR/c.toml:6:20: `credentials_file` \"DIR/secrets/x.toml\" belongs to another user: run "
        "chown on it\n");
}

TEST_CASE("a pipe in the place of a file with secrets does not hang the start") {
  ConfigFolder folder;
  REQUIRE(::mkfifo(folder.path("secrets/pipe").c_str(), 0600) == 0);
  std::string text = account;
  text.replace(text.find("x.toml"), 6, "pipe");
  CHECK(folder.complaints(text) ==
        "DIR/c.toml:6:20: `credentials_file` \"DIR/secrets/pipe\" is not a regular file\n");
}

TEST_CASE("an enormous file with secrets is refused") {
  ConfigFolder folder;
  folder.write("secrets/x.toml", std::string(70'000, '#'));
  CHECK(folder.complaints(account) ==
        "DIR/c.toml:6:20: `credentials_file` \"DIR/secrets/x.toml\" is larger than 64 KiB\n");
}

TEST_CASE("faults inside a file with secrets are told at their place without a value") {
  const struct {
    const char* text;
    const char* complaint;
  } rows[] = {
      {"acces_token = \"s3cret\"\n",
       "1:1: unknown key `acces_token`, did you mean `access_token`?"},
      {"access_token = 5\n", "1:16: `access_token` must be a string, not a whole number"},
      {"\naccess_token = \"s3\\ncret\"\n", "2:16: `access_token` must not hold control characters"},
      {"[x]\naccess_token = \"s3cret\"\n", "1:2: unknown key `x`"},
      {"access_token = s3cret\n", "1:16: is not TOML from here on"},
  };
  for (const auto& row : rows) {
    ConfigFolder folder;
    folder.write("secrets/x.toml", row.text);
    CAPTURE(row.text);
    CHECK(folder.complaints(account) == std::string("DIR/secrets/x.toml:") + row.complaint + "\n");
    CHECK(folder.complaints(account).find("s3cret") == std::string::npos);
  }
}

TEST_CASE("the same account twice is refused, the same id on another network is not") {
  ConfigFolder folder;
  CHECK(folder.complaints(account + account) ==
        "DIR/c.toml:9:6: twitter/42 is an account already, at line 3\n");
  std::string other = account;
  other.replace(other.find("twitter"), 7, "bluesky");
  CHECK(folder.complaints(account + other) == "");
}

TEST_CASE("variables override single keys and are named in their complaints") {
  ConfigFolder folder;
  folder.environment = {
      {"SOCIAL311_CITY_NAME", "Elsewhere"},      {"SOCIAL311_CITY_LANGUAGES", "es, en,"},
      {"SOCIAL311_CITY_GEOGRAPHY", "own"},       {"SOCIAL311_DATABASE_URL", "postgresql://db/x"},
      {"SOCIAL311_DATABASE_DATA_DIR", "/srv/x"}, {"SOCIAL311_WEB_LISTEN", "127.0.0.1:9000"},
      {"SOCIAL311_RULES_DIRECTORY", "own"},      {"SOCIAL311_SENDER_SETTLE_S", "5"},
      {"SOCIAL311_SENDER_UNDO_S", "0"}};
  const LoadedConfig loaded = folder.load(
      "[city]\nname = \"x\"\n[sender]\nsettle_s = 77\n[web]\nlisten = \"127.0.0.1:1\"\n");
  REQUIRE(loaded.config.has_value());
  CHECK(loaded.config->city.name == "Elsewhere");
  CHECK(loaded.config->city.languages == std::vector<std::string>{"es", "en"});
  CHECK(loaded.config->city.geography == folder.path("own"));
  CHECK(loaded.config->database.url == "postgresql://db/x");
  CHECK(loaded.config->database.data_dir == "/srv/x");
  CHECK(loaded.config->web.port == 9000);
  CHECK(loaded.config->web.public_url == "http://127.0.0.1:9000");
  CHECK(loaded.config->rules == folder.path("own"));
  CHECK(loaded.config->sender.settle_s == 5);
  CHECK(loaded.config->sender.undo_s == 0);
}

TEST_CASE("a bad variable is told by its name, and a bad file behind it still is") {
  ConfigFolder folder;
  folder.environment = {{"SOCIAL311_SENDER_UNDO_S", "10s"},
                        {"SOCIAL311_WEB_LISTEN", "everywhere"},
                        {"SOCIAL311_CITY_LANGUAGES", "english"}};
  CHECK(folder.complaints("[web]\nlisten = 80\n") ==
        "DIR/c.toml:2:10: `listen` must be a string, not a whole number\n"
        "SOCIAL311_CITY_LANGUAGES: `languages` must hold two-letter codes (ISO 639-1), not "
        "\"english\"\n"
        "SOCIAL311_WEB_LISTEN: `listen` must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311\n"
        "SOCIAL311_SENDER_UNDO_S: `undo_s` must be a whole number from 0 to 3600, not \"10s\"\n");
}

TEST_CASE("the listing says where each value came from and shows no secret") {
  ConfigFolder folder;
  folder.environment = {{"SOCIAL311_SENDER_UNDO_S", "3"}};
  const LoadedConfig loaded = folder.load(account + "[web]\nlisten = \"[::1]:7\"\n");
  REQUIRE(loaded.config.has_value());
  const std::string file = folder.path("c.toml");
  CHECK(value_of(loaded, "web.listen") == "[::1]:7 (" + file + ":8)");
  CHECK(value_of(loaded, "web.public_url") == "http://[::1]:7 (default)");
  CHECK(value_of(loaded, "sender.undo_s") == "3 (SOCIAL311_SENDER_UNDO_S)");
  CHECK(value_of(loaded, "sender.settle_s") == "900 (default)");
  CHECK(value_of(loaded, "city.name") == "Denver (default)");
  CHECK(value_of(loaded, "account.twitter/42.handle") == "Denver311 (" + file + ":4)");
  CHECK(value_of(loaded, "account.twitter/42.reply") == "approve (default)");
  CHECK(value_of(loaded, "account.twitter/42.credentials") ==
        "access_token *** (" + folder.path("secrets/x.toml") + ")");
  for (const ConfigLine& line : loaded.lines) CHECK(line.value.find("s3cret") == std::string::npos);
}

TEST_CASE("an open port keeps the public address open") {
  ConfigFolder folder;
  const LoadedConfig loaded =
      folder.load("[web]\nlisten = \"127.0.0.1:0\"\npublic_url = \"http://127.0.0.1:0\"\n");
  REQUIRE(loaded.config.has_value());
  CHECK(loaded.config->web.public_url == "http://127.0.0.1:0");
  const LoadedConfig wide = folder.load("[web]\nlisten = \"0.0.0.0:80\"\n");
  REQUIRE(wide.config.has_value());
  CHECK(wide.config->web.public_url == "http://127.0.0.1:80");
}

TEST_CASE("the example loads as it is, and with every key uncommented") {
  ConfigFolder folder;
  CHECK(folder.complaints(example_config()) == "");
  std::string uncommented;
  std::istringstream lines(example_config());
  for (std::string line; std::getline(lines, line);) {
    const bool key = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    uncommented += (key ? line.substr(1) : line) + '\n';
  }
  fs::create_directories(folder.path("geography"));
  fs::create_directories(folder.path("rules"));
  folder.write("secrets/twitter.toml", "access_token = \"x\"\n");
  folder.write("secrets/database-url", "postgresql://u:p@db/x");
  folder.write("secrets/webhook", "a secret of our own\n");
  for (const char* topic : {"public_health", "elections"})
    folder.write("rules/topics/" + std::string(topic) + ".rules", "");
  CHECK(folder.complaints(uncommented) == "");
  const LoadedConfig loaded = folder.load(uncommented);
  REQUIRE(loaded.config.has_value());
  REQUIRE(loaded.config->accounts.size() == 1);
  CHECK(loaded.config->accounts[0].listen.size() == 2);
  // A key that the loader knows but the example does not would be shown as a default.
  for (const ConfigLine& line : loaded.lines) {
    CAPTURE(line.key);
    CHECK(line.origin != "default");
  }
}

TEST_CASE("the sample city is found installed, above the program, or above the working folder") {
  ConfigFolder folder;
  const auto make = [&](const std::string& name) {
    fs::create_directories(folder.path(name + "/rules"));
    return folder.path(name);
  };
  fs::create_directories(folder.path("usr/bin"));
  fs::create_directories(folder.path("checkout/build/release/bin"));
  fs::create_directories(folder.path("samples/denver"));  // without rules: no city
  const std::string bin = folder.path("usr/bin");
  const std::string build = folder.path("checkout/build/release/bin");
  CHECK(find_sample_city(bin, build) == "");
  const std::string checkout = make("checkout/samples/denver");
  CHECK(find_sample_city(build, bin) == checkout);
  CHECK(find_sample_city(bin, build) == checkout);
  CHECK(find_sample_city(bin, bin) == "");
  const std::string installed = make("usr/share/social311/samples/denver");
  CHECK(find_sample_city(bin, build) == installed);
  CHECK(find_sample_city("", "") == "");
}

TEST_CASE("each fault of the section trends is told with file, line and column") {
  const struct {
    const char* text;
    const char* complaint;
  } rows[] = {
      {"webhook_url = \"http://hooks.example/x\"\nwebhook_form = \"slack\"\n",
       "2:15: `webhook_url` must be https: http is for loopback hosts only"},
      {"webhook_url = \"https://hooks.example/x\"\n",
       "1:1: `webhook_secret_file` is missing: calls of this form are signed"},
      {"webhook_secret_file = \"secrets/short\"\n",
       "2:23: `webhook_secret_file` must hold at least 16 characters"},
      {"webhook_secret_file = \"secrets/open\"\n",
       "2:23: `webhook_secret_file` \"secrets/open\" is mode 0644: others may read it, run chmod "
       "600 on it"},
      {"email_to = [\"a@b.example\", \"c@d.example\\r\\nBcc: e\"]\n",
       "2:12: `email_to` must not hold control characters"},
      {"email_to = [\"a@b.example\", \"-oQ/tmp@x\"]\nemail_from = \"a@b.example\"\n"
       "sendmail = \"/bin/true\"\n",
       "2:28: `email_to` must hold mail addresses like team@city.example, not \"-oQ/tmp@x\""},
      {"email_to = [\"a@b.example\"]\nsendmail = \"/bin/true\"\n",
       "1:1: `email_from` is missing: mail needs a sender"},
      {"sendmail = \"sendmail -t\"\n",
       "2:12: `sendmail` must begin with the absolute path of a program"},
      {"digest_at = \"7:00\"\n", "2:13: `digest_at` must be a time of day like 07:00, or empty"},
      {"quiet_hours = \"22:00-25:00\"\n",
       "2:15: `quiet_hours` must be a span like 22:00-06:00, or empty"},
  };
  for (const auto& row : rows) {
    ConfigFolder folder;
    folder.write("secrets/short", "short\n");
    folder.write("secrets/open", "a secret of our own\n", 0644);
    CAPTURE(row.text);
    CHECK(folder.complaints(std::string("[trends]\n") + row.text) ==
          std::string("DIR/c.toml:") + row.complaint + "\n");
  }
}

TEST_CASE("the section trends is read, and its secrets are shown to nobody") {
  ConfigFolder folder;
  folder.write("secrets/webhook", "a secret of our own\n");
  const auto loaded = folder.load(
      "[trends]\nwebhook_url = \"https://hooks.example/T/B/x\"\n"
      "webhook_secret_file = \"secrets/webhook\"\nwebhook_form = \"slack\"\n"
      "email_to = [\"team@city.example\"]\nemail_from = \"social311@city.example\"\n"
      "sendmail = \"/bin/true  -t -i\"\ndigest_at = \"07:30\"\nquiet_hours = \"22:00-06:00\"\n");
  REQUIRE(loaded.config.has_value());
  const auto& trends = loaded.config->trends;
  CHECK(trends.webhook_secret.reveal() == "a secret of our own");
  CHECK(trends.webhook_form == WebhookForm::slack);
  CHECK(trends.sendmail == std::vector<std::string>{"/bin/true", "-t", "-i"});
  CHECK(trends.digest_at == 450);
  CHECK(trends.quiet_hours == QuietHours{1320, 360});
  CHECK(trends.channels() == std::vector<std::string>{"webhook", "email"});
  for (const auto& line : loaded.lines) {
    CHECK(line.value.find("hooks.example") == std::string::npos);
    CHECK(line.value.find("secret of our own") == std::string::npos);
  }
}

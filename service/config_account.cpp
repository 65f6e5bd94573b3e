#include "service/config_account.h"

#include <algorithm>
#include <array>

#include "core/http.h"
#include "core/text.h"
#include "service/private_file.h"

namespace social311::service {
namespace {

using connectors::Account;

const std::vector<std::string>& network_names() {
  static const std::vector<std::string> names{"twitter", "facebook", "instagram", "bluesky",
                                              "mastodon"};
  return names;
}

// Of all networks: which of them an account needs is the connector's to say.
constexpr std::array<std::string_view, 17> credential_names{
    "bearer_token", "access_token",    "refresh_token", "client_id",    "client_secret",
    "consumer_key", "consumer_secret", "token",         "token_secret", "page_access_token",
    "app_secret",   "page_id",         "ig_user_id",    "identifier",   "app_password",
    "verify_token", "human_agent"};

bool is_secret_text(const std::string& value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Complaints name position and key, never a value: they are printed and logged.
class CredentialsReader {
 public:
  CredentialsReader(ConfigReading& reading, const std::string& path)
      : reading_(reading), path_(path) {}

  std::map<std::string, Secret> read(std::string_view text) {
    TomlDocument document = TomlDocument::parse(text, path_);
    if (!document.complaints().empty()) {
      // The parser's own words may quote a piece of a token.
      reading_.complaints.push_back(
          {document.complaints().front().where, "is not TOML from here on"});
      return {};
    }
    TomlTable table = document.root();
    std::map<std::string, Secret> out;
    for (const std::string_view name : credential_names) take(table, name, out);
    table.finish();
    for (const Complaint& complaint : document.complaints())
      reading_.complaints.push_back(complaint);
    return out;
  }

 private:
  static void take(TomlTable& table, std::string_view name, std::map<std::string, Secret>& out) {
    auto value = table.text(name);
    if (!value || value->empty()) return;
    if (!is_secret_text(*value)) {
      table.complain(name, '`' + std::string(name) + "` must not hold control characters");
      return;
    }
    out.emplace(std::string(name), Secret(std::move(*value)));
  }

  ConfigReading& reading_;
  const std::string& path_;
};

class AccountReader {
 public:
  AccountReader(ConfigReading& reading, TomlTable table)
      : reading_(reading),
        section_(reading, std::move(table), "account", ConfigSection::Overrides::none) {}

  std::optional<ConfiguredAccount> read() {
    read_identity();
    read_base_url();
    read_pace();
    read_ceilings();
    read_listen();
    read_reply();
    read_api();
    read_tier();
    read_credentials();
    section_.finish();
    if (!whole_) return std::nullopt;
    show();
    return ConfiguredAccount{account_, ceilings_};
  }

 private:
  template <typename T>
  void keep(std::optional<T> value, T& into) {
    if (value) {
      into = std::move(*value);
    } else {
      whole_ = false;
    }
  }

  void read_identity() {
    if (!section_.has("network")) section_.required("network");
    const auto network = section_.one_of("network", network_names());
    keep(network ? std::optional(network_names()[*network]) : std::nullopt, account_.network);
    keep(section_.required("id"), account_.id);
    keep(section_.required("handle"), account_.handle);
    if (account_.handle.starts_with('@')) account_.handle.erase(0, 1);
    if (account_.id.find_first_of(" \t") != std::string::npos) {
      section_.complain("id", "must not hold blanks: it is the network's own stable id");
      whole_ = false;
    }
  }

  void read_base_url() { keep(read_address(section_, "base_url"), account_.base_url); }

  void read_pace() {
    constexpr int day_s = 86'400;
    if (const auto every = section_.number("poll_every_s", 1, day_s))
      account_.poll_every_s = *every;
  }

  // Missing = no ceiling; none of them can be 0: an account that may not be read is not configured.
  void read_ceilings() {
    constexpr int most = 1'000'000'000;
    constexpr int most_usd = 1'000'000;
    constexpr std::int64_t micro = 1'000'000;
    if (const auto usd = section_.number("budget_usd_month", 1, most_usd))
      ceilings_.micro_usd_month = *usd * micro;
    if (const auto reads = section_.number("budget_reads_day", 1, most))
      ceilings_.reads_day = *reads;
    if (const auto calls = section_.number("budget_calls_day", 1, most))
      ceilings_.calls_day = *calls;
  }

  void show_ceilings() {
    const auto show = [&](const char* key, const std::optional<std::int64_t>& value,
                          std::int64_t unit) {
      section_.show(key, value ? std::to_string(*value / unit) : "no ceiling");
    };
    show("budget_usd_month", ceilings_.micro_usd_month, 1'000'000);
    show("budget_reads_day", ceilings_.reads_day, 1);
    show("budget_calls_day", ceilings_.calls_day, 1);
  }

  void read_listen() {
    account_.listen = section_.texts("listen").value_or(account_.listen);
    if (!reading_.sources.check_listen || account_.network.empty()) return;
    for (std::size_t i = 0; i < account_.listen.size(); ++i) {
      const auto objection = reading_.sources.check_listen(account_.network, account_.listen[i]);
      if (objection) section_.complain_item("listen", i, *objection);
    }
  }

  void read_reply() {
    static const std::vector<std::string> modes{"off", "approve", "acknowledge"};
    const auto mode = section_.one_of("reply", modes);
    if (mode) account_.reply = reply_mode(modes[*mode]).value();
  }

  // Only X and the Graph networks have these; elsewhere they are unknown keys.
  void read_api() {
    const bool graph = account_.network == "facebook" || account_.network == "instagram";
    if (!graph && account_.network != "twitter") return;
    static const std::vector<std::string> names{"post", "tweet"};
    if (const auto name = section_.one_of("api_names", names)) account_.api_names = names[*name];
    account_.api_version = section_.text("api_version").value_or("");
    const bool plain = std::all_of(
        account_.api_version.begin(), account_.api_version.end(),
        [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.'; });
    if (!plain) section_.complain("api_version", R"(must be like "v21.0" or "2")");
  }

  // X alone sells its API in tiers that differ in what may be answered and what a call costs.
  void read_tier() {
    if (account_.network != "twitter") return;
    static const std::vector<std::string> tiers{"self_serve", "enterprise"};
    if (const auto tier = section_.one_of("tier", tiers)) account_.tier = tiers[*tier];
  }

  void read_credentials() {
    const auto file = section_.required("credentials_file");
    if (!file) {
      whole_ = false;
      return;
    }
    credentials_path_ = reading_.absolute(*file);
    const auto text = read_private_file(credentials_path_);
    if (!text) {
      section_.complain("credentials_file", quoted(credentials_path_) + ' ' + text.fault().message);
      whole_ = false;
      return;
    }
    account_.credentials = CredentialsReader(reading_, credentials_path_).read(*text);
  }

  void show() {
    section_.rename("account." + account_.key());
    section_.show("handle", account_.handle);
    section_.show("base_url", account_.base_url);
    section_.show("credentials_file", credentials_path_);
    std::vector<std::string> names;
    for (const auto& [name, secret] : account_.credentials) names.push_back(name + " ***");
    reading_.lines.push_back(
        {"account." + account_.key() + ".credentials", joined(names, ", "), credentials_path_});
    section_.show("poll_every_s", std::to_string(account_.poll_every_s));
    show_ceilings();
    section_.show("listen", account_.listen.empty() ? "everything that addresses the account"
                                                    : joined(account_.listen, ", "));
    section_.show("reply", name_of(account_.reply));
    if (account_.network == "bluesky" || account_.network == "mastodon") return;
    section_.show("api_names", account_.api_names);
    section_.show("api_version", account_.api_version);
    if (account_.network == "twitter") section_.show("tier", account_.tier);
  }

  ConfigReading& reading_;
  ConfigSection section_;
  Account account_{};
  Ceilings ceilings_{};
  std::string credentials_path_{};
  bool whole_ = true;
};

}  // namespace

std::optional<std::string> read_address(ConfigSection& section, std::string_view key) {
  auto written = section.required(key);
  if (!written) return std::nullopt;
  const auto url = parse_url(*written);
  if (!url || written->find_first_of("?#") != std::string::npos) {
    section.complain(key, "must be an address like https://host or https://host:8443/prefix");
    return std::nullopt;
  }
  if (url->scheme == "http" && !is_loopback_host(url->host)) {
    section.complain(key, "must be https: http is for loopback hosts only");
    return std::nullopt;
  }
  while (written->ends_with('/')) written->pop_back();
  return written;
}

std::optional<ConfiguredAccount> read_account(ConfigReading& reading, TomlTable table) {
  return AccountReader(reading, std::move(table)).read();
}

}  // namespace social311::service

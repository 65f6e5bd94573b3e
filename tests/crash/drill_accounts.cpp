#include "tests/crash/drill_accounts.h"

#include "simulator/simulator.h"

namespace social311::tests {

namespace {

connectors::Account account(const std::string& network, const std::string& id,
                            const std::string& handle, const std::string& base_url,
                            std::map<std::string, Secret> credentials) {
  connectors::Account one;
  one.network = network;
  one.id = id;
  one.handle = handle;
  one.base_url = base_url;
  one.reply = ReplyMode::acknowledge;
  one.credentials = std::move(credentials);
  return one;
}

}  // namespace

std::vector<connectors::Account> drill_accounts(const std::string& base_url) {
  const simulator::SimulatorOptions usual;
  const auto app = simulator::demo_credentials(simulator::Vocabulary::post);
  const auto& meta = usual.meta;
  const std::map<std::string, Secret> page{{"page_access_token", meta.page_access_token},
                                           {"app_secret", meta.app_secret},
                                           {"page_id", Secret(meta.page_id)},
                                           {"ig_user_id", Secret(meta.ig_user_id)}};
  return {
      account("twitter", usual.city.id, usual.city.handle, base_url,
              {{"access_token", app.access_token},
               {"refresh_token", app.refresh_token},
               {"client_id", Secret(app.client_id)},
               {"client_secret", app.client_secret}}),
      account("facebook", meta.page_id, meta.page_handle, base_url + "/facebook", page),
      account("instagram", meta.ig_user_id, meta.ig_username, base_url + "/facebook", page),
      account("bluesky", usual.bluesky.did, usual.bluesky.handle, base_url,
              {{"identifier", Secret(usual.bluesky.handle)},
               {"app_password", usual.bluesky.app_password}}),
      account("mastodon", usual.mastodon.id, usual.mastodon.handle, base_url + "/mastodon",
              {{"access_token", usual.mastodon.access_token}}),
  };
}

}  // namespace social311::tests

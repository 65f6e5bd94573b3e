// The section [trends]: to whom hot topics are told besides the console, and when not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/secret.h"

namespace social311::service {

enum class WebhookForm { social311, slack };

struct QuietHours {  // minutes of the local day; may go over midnight
  int from = 0;
  int until = 0;

  bool operator==(const QuietHours&) const = default;
};

struct TrendsConfig {
  std::string webhook_url{};  // "" = none
  Secret webhook_secret{};
  WebhookForm webhook_form = WebhookForm::social311;
  std::vector<std::string> email_to{};  // empty = none
  std::string email_from{};
  std::vector<std::string> sendmail{"/usr/sbin/sendmail", "-t", "-i"};  // words, never a shell
  std::optional<int> digest_at{};  // minutes of the local day; empty = no digest
  std::optional<QuietHours> quiet_hours{};

  // "webhook" and "email", as far as they are configured.
  std::vector<std::string> channels() const;
};

class ConfigSection;
struct ConfigReading;
void read_trends(ConfigReading& reading, ConfigSection section, TrendsConfig& trends);

// "07:00" → 420; empty for anything else.
std::optional<int> parse_time_of_day(const std::string& text);

}  // namespace social311::service

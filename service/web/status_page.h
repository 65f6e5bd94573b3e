// The resident's page /case/{token}: plain words in English or Spanish, no script, no cookie,
// nothing about anyone.
#pragma once

#include <string>

#include "service/web/app.h"

namespace social311::service {

// `language`: ?lang=, else the browser's. Unknown tokens get a friendly 404.
net::ServerReply status_page(const WebParts& parts, const net::ServerCall& call,
                             const std::string& token);
net::ServerReply status_style();

}  // namespace social311::service

#include "site_caller.h"

#include "simulator/wire_parse.h"

namespace social311::simulator::test {

Answer SiteCaller::send(const std::string& method, const std::string& path, const std::string& body,
                        const std::string& more_headers) {
  const std::string head =
      method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:9\r\n" +
      (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n") + more_headers +
      "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n";
  return under.send(read_request(head + body, 16'384, 1u << 20).request);
}

Answer SiteCaller::get(const std::string& path, const Query& query) {
  return send("GET", path + (query.empty() ? "" : "?" + query_string(query)), "");
}

std::string SiteCaller::resident(const std::string& network, const std::string& handle,
                                 const std::string& text, const std::string& more) {
  JsonWriter body;
  body.object().member("network", network).key("author").object().member("handle", handle).end();
  body.member("text", text);
  std::string json = body.str();
  if (!more.empty()) json.insert(json.size() - 1, "," + more);
  const Answer made = control("/posts", json);
  return made.body["id"].text_or("refused: " + made.reply.body);
}

}  // namespace social311::simulator::test

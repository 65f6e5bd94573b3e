#include "graph_caller.h"

#include "core/digest.h"
#include "simulator/wire_parse.h"

namespace social311::simulator::test {

Answer GraphCaller::send(const std::string& method, const std::string& target,
                         const std::string& body, const std::string& with) {
  const std::string head = method + " " + target +
                           " HTTP/1.1\r\nHost: 127.0.0.1:9\r\nAuthorization: Bearer " + with +
                           "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                           "Content-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n";
  return under.send(read_request(head + body, 16'384, 1u << 20).request);
}

Answer GraphCaller::get(const std::string& path, Query query) {
  query.emplace_back("appsecret_proof", hex(hmac_sha256(meta.app_secret, token)));
  return send("GET", version + path + "?" + query_string(query), "", token);
}

Answer GraphCaller::post(const std::string& path, Query form) {
  form.emplace_back("appsecret_proof", hex(hmac_sha256(meta.app_secret, token)));
  return send("POST", version + path, query_string(form), token);
}

Answer GraphCaller::remove(const std::string& path) {
  return send("DELETE",
              version + path + "?appsecret_proof=" + hex(hmac_sha256(meta.app_secret, token)), "",
              token);
}

std::string GraphCaller::resident(const std::string& network, const std::string& json,
                                  const std::string& handle) {
  const Answer made = control("/posts", R"({"network":")" + network + R"(","author":{"handle":")" +
                                            handle + "\"}," + json + "}");
  return made.body["id"].text_or("refused: " + made.reply.body);
}

std::string GraphCaller::comment(const std::string& text, const std::string& under_id) {
  return resident("facebook",
                  R"("kind":"comment","text":")" + text + R"(","in_reply_to":")" + under_id + "\"");
}

int code_of(const Answer& answer) {
  return static_cast<int>(answer.body["error"]["code"].number(0, 1'000'000).value_or(-1));
}

int subcode_of(const Answer& answer) {
  return static_cast<int>(answer.body["error"]["error_subcode"].number(0, 10'000'000).value_or(-1));
}

}  // namespace social311::simulator::test

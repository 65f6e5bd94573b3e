#include "service/web/status_page.h"

#include "core/text.h"

namespace social311::service {
namespace {

struct Words {
  const char* title;
  const char* number;
  const char* about;
  const char* status;
  const char* next;
  const char* history;
  const char* outcome;
  const char* other_language;
  const char* missing_title;
  const char* missing;
};

const Words english{"Your 311 request",
                    "Request number",
                    "What it is about",
                    "Where it stands",
                    "What happens next",
                    "History",
                    "Outcome",
                    "Español",
                    "We cannot find this request",
                    "The address may be incomplete. Open the link from our message again."};
const Words spanish{
    "Su solicitud al 311",
    "Número de solicitud",
    "De qué se trata",
    "En qué está",
    "Qué sigue",
    "Historia",
    "Resultado",
    "English",
    "No encontramos esta solicitud",
    "Puede que la dirección esté incompleta. Abra otra vez el enlace de nuestro mensaje."};

bool wants_spanish(const net::ServerCall& call) {
  if (const auto chosen = call.query_value("lang")) return *chosen == "es";
  const auto header = call.headers.find("Accept-Language");
  return header != call.headers.end() && to_lower_ascii(header->second).starts_with("es");
}

std::string stands(const Case& about, bool es) {
  switch (about.status) {
    case CaseStatus::needs_info:
      return es ? "Nos falta un dato de su parte" : "We need one more fact from you";
    case CaseStatus::with_agency:
      return es ? "La dependencia está trabajando en esto" : "The agency is working on it";
    case CaseStatus::closed:
      return es ? "Cerrada" : "Closed";
    case CaseStatus::open:
      return es ? "En manos de un agente" : "An agent has it";
    case CaseStatus::fresh:
      break;
  }
  return es ? "Recibida" : "Received";
}

std::string what_next(const WebParts& parts, const Case& about, bool es) {
  if (about.status == CaseStatus::closed)
    return es ? "Nada más. Si no está resuelto, responda en la misma conversación y la abrimos de "
                "nuevo."
              : "Nothing more. If it is not fixed, answer in the same conversation and we open it "
                "again.";
  if (about.status == CaseStatus::needs_info)
    return es ? "Responda en la misma conversación; después seguimos."
              : "Answer in the same conversation; then we go on.";
  if (about.due_at)
    return (es ? "Esperamos terminar " : "We expect to be done ") +
           casebridge::say_by(parts.city.hours, *about.due_at, es ? "es" : "en") + ".";
  return es ? "Le avisamos en la misma conversación cuando haya novedades."
            : "We tell you in the same conversation when there is news.";
}

void row(std::string& out, const char* name, const std::string& value) {
  out += "<dt>" + html_escape(name) + "</dt><dd>" + html_escape(value) + "</dd>";
}

// Only public steps and only their kind: never a note, a name, a place or a resident's words.
std::string step(const sql::CaseEvent& event, bool es) {
  if (event.kind == "opened") return es ? "Recibida" : "Received";
  if (event.kind == "closed") return es ? "Cerrada" : "Closed";
  if (event.kind == "reopened") return es ? "Abierta de nuevo" : "Opened again";
  if (event.kind == "routed") return es ? "Enviada a otra dependencia" : "Passed to another agency";
  return "";
}

std::string frame(bool es, const std::string& title, const std::string& body,
                  const std::string& path) {
  const Words& words = es ? spanish : english;
  return "<!doctype html><html lang=\"" + std::string(es ? "es" : "en") +
         "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
         "initial-scale=1\">"
         "<meta name=\"robots\" content=\"noindex\"><title>" +
         html_escape(title) +
         "</title><link rel=\"stylesheet\" href=\"/case.css\"></head><body><main><h1>" +
         html_escape(title) + "</h1>" + body + "</main><footer><a href=\"" + html_escape(path) +
         "?lang=" + (es ? "en" : "es") + "\" lang=\"" + (es ? "en" : "es") + "\">" +
         words.other_language + "</a></footer></body></html>";
}

std::string body_of(const WebParts& parts, const sql::CaseDetail& detail, bool es) {
  const Words& words = es ? spanish : english;
  const auto& service = parts.city.service(detail.about.topic);
  std::string out = "<dl>";
  row(out, words.number, detail.about.number);
  row(out, words.about, es ? service.name_es : service.name_en);
  row(out, words.status, stands(detail.about, es));
  row(out, words.next, what_next(parts, detail.about, es));
  if (detail.about.status == CaseStatus::closed && detail.about.resolution)
    row(out, words.outcome, *detail.about.resolution);
  out += "</dl><h2>" + std::string(words.history) + "</h2><ol>";
  for (const auto& event : detail.events) {
    const std::string text = step(event, es);
    if (!text.empty())
      out += "<li>" +
             html_escape(casebridge::say_day(parts.city.hours, event.at, es ? "es" : "en")) + ": " +
             text + "</li>";
  }
  return out + "</ol>";
}

net::ServerReply page(int status, std::string html) {
  return {.status = status,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Robots-Tag", "noindex"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Vary", "Accept-Language"},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
                       "frame-ancestors 'none'"}},
          .body = std::move(html)};
}

}  // namespace

net::ServerReply status_page(const WebParts& parts, const net::ServerCall& call,
                             const std::string& token) {
  const bool es = wants_spanish(call);
  const Words& words = es ? spanish : english;
  const std::string path = "/case/" + token;
  const auto detail = token.size() < 20 || token.size() > 60
                          ? std::nullopt
                          : parts.pool.take()->case_by_token(token);
  if (!detail)
    return page(404, frame(es, words.missing_title, std::string("<p>") + words.missing + "</p>",
                           "/case/" + html_escape(percent_encode(token.substr(0, 60)))));
  return page(200, frame(es, words.title, body_of(parts, *detail, es), path));
}

net::ServerReply status_style() {
  return {.status = 200,
          .headers = {{"Content-Type", "text/css"},
                      {"Cache-Control", "public, max-age=3600"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body =
              ":root{color-scheme:light "
              "dark;--ink:#1b2430;--soft:#5a6675;--line:#d5dbe3;--back:#f6f8fa;--card:#fff}"
              "@media(prefers-color-scheme:dark){:root{--ink:#e8edf3;--soft:#a5b0bd;--line:#34404d;"
              "--back:#12181f;--card:#1a222b}}"
              "*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:"
              "1.0625rem/1.5 system-ui,sans-serif}"
              "main{max-width:40rem;margin:2rem auto 1rem;padding:1.25rem "
              "1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}"
              "h1{font-size:1.5rem;margin:.25rem 0 1rem}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}"
              "dt{color:var(--soft);font-size:.9rem;margin-top:.75rem}dd{margin:0;font-weight:600;"
              "overflow-wrap:anywhere}"
              "ol{margin:0;padding-left:1.25rem}footer{max-width:40rem;margin:0 auto "
              "2rem;padding:0 1.5rem}"
              "a{color:inherit;display:inline-block;min-height:2rem}@media "
              "print{main{border:0}footer{display:none}}\n"};
}

}  // namespace social311::service

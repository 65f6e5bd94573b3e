#include "casebridge/conversation.h"

#include <algorithm>

#include "casebridge/phrases.h"

namespace social311::casebridge {
bool is_gratitude(const Finding& finding) {
  return finding.intent == Intent::thanks || finding.intent == Intent::praise;
}

const std::vector<std::string>& default_not_fixed() {
  static const std::vector<std::string> phrases{
      "not fixed",        "isn't fixed",       "wasn't fixed",
      "never fixed",      "hasn't been fixed", "didn't fix",
      "not resolved",     "isn't resolved",    "unresolved",
      "not done",         "wasn't done",       "never done",
      "not repaired",     "not cleaned",       "not picked up",
      "not gone",         "not working",       "still there",
      "still here",       "still broken",      "still out",
      "still not",        "still isn't",       "still hasn't",
      "still no",         "still a problem",   "still leaking",
      "still waiting",    "same problem",      "same issue",
      "nothing changed",  "nothing was done",  "nothing has changed",
      "nobody came",      "no one came",       "no one showed up",
      "came back",        "it's back",         "is back again",
      "happening again",  "broken again",      "out again",
      "reopen",           "closed but",        "closed too soon",
      "you closed",       "no esta arreglado", "no lo arreglaron",
      "no la arreglaron", "no arreglaron",     "no se arreglo",
      "no han arreglado", "sin arreglar",      "sigue igual",
      "sigue ahi",        "siguen ahi",        "sigue roto",
      "sigue rota",       "sigue sin",         "siguen sin",
      "sigue el",         "sigue la",          "todavia no",
      "todavia esta",     "todavia sigue",     "aun no",
      "aun esta",         "nadie vino",        "nadie ha venido",
      "no vinieron",      "no ha cambiado",    "nada ha cambiado",
      "no esta resuelto", "no se resolvio",    "no resolvieron",
      "volvio a",         "otra vez esta",     "el mismo problema",
      "reabrir",          "no funciona"};
  return phrases;
}

bool says_not_fixed(const City& city, std::string_view text) {
  const Words words = words_of(text);
  const auto& phrases = city.not_fixed.empty() ? default_not_fixed() : city.not_fixed;
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](const std::string& phrase) { return contains(words, words_of(phrase)); });
}

}  // namespace social311::casebridge

#include "vectorscan.h"

#include <hs/hs.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "core/digest.h"

namespace social311::bench {
namespace {

using classifier::Term;
using classifier::TermKind;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/-").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string alternative(const Term& term) {
  if (term.kind == TermKind::regex) return "(?:" + term.regex + ")";
  std::string out = term.kind == TermKind::hashtag ? "#" : "";
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    if (i > 0) out += "[ \\-/'\",&.]{1,3}";
    out += escaped(term.words[i].text);
    if (term.words[i].open) out += "\\w*";
  }
  return out;
}

// ASCII boundaries: the cheapest that Vectorscan has. (Before # stands no boundary.)
std::string expression(const MadeRule& rule) {
  std::string out;
  for (const Term& term : rule.terms) {
    const bool tag = term.kind == TermKind::hashtag;
    out += (out.empty() ? "" : "|") + std::string(tag ? "" : "\\b") + alternative(term) + "\\b";
  }
  return out;
}

[[noreturn]] void stop(const std::string& what) {
  std::cerr << what << "\n";
  std::exit(1);
}

int keep(unsigned id, unsigned long long from, unsigned long long to, unsigned, void* spans) {
  static_cast<std::vector<RuleSpan>*>(spans)->push_back(
      {id, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)});
  return 0;
}

}  // namespace

struct Vectorscan::Impl {
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;

  bool load(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    return !bytes.empty() &&
           hs_deserialize_database(bytes.data(), bytes.size(), &database) == HS_SUCCESS;
  }

  void save(const std::string& file) const {
    char* bytes = nullptr;
    std::size_t size = 0;
    if (hs_serialize_database(database, &bytes, &size) != HS_SUCCESS) return;
    std::ofstream(file, std::ios::binary).write(bytes, static_cast<std::streamsize>(size));
    std::free(bytes);  // NOLINT: theirs, by malloc
  }

  void compile(const std::vector<std::string>& expressions) {
    std::vector<const char*> texts;
    std::vector<unsigned> ids;
    for (const std::string& one : expressions) {
      ids.push_back(static_cast<unsigned>(texts.size()));
      texts.push_back(one.c_str());
    }
    const std::vector<unsigned> flags(texts.size(), HS_FLAG_SOM_LEFTMOST);
    hs_compile_error_t* error = nullptr;
    const auto done = hs_compile_multi(texts.data(), flags.data(), ids.data(),
                                       static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr,
                                       &database, &error);
    if (done != HS_SUCCESS)
      stop("Vectorscan: " + std::string(error->message) + ": " +
           (error->expression < 0 ? "" : expressions[static_cast<std::size_t>(error->expression)]));
  }
};

Vectorscan::Vectorscan(const std::vector<MadeRule>& rules, const std::string& cache)
    : impl_(std::make_unique<Impl>()) {
  std::vector<std::string> expressions;
  std::string all;
  for (const MadeRule& rule : rules) {
    expressions.push_back(expression(rule));
    all += expressions.back() + '\n';
  }
  const std::string file = cache + "/" + sha256_hex(all).substr(0, 16) + ".vectorscan";
  if (cache.empty() || !impl_->load(file)) {
    const auto began = std::chrono::steady_clock::now();
    impl_->compile(expressions);
    compile_seconds_ =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (!cache.empty()) impl_->save(file);
  }
  if (hs_alloc_scratch(impl_->database, &impl_->scratch) != HS_SUCCESS) stop("Vectorscan: scratch");
}

Vectorscan::~Vectorscan() {
  hs_free_scratch(impl_->scratch);
  hs_free_database(impl_->database);
}

void Vectorscan::find(std::string_view text, std::vector<RuleSpan>& spans) const {
  spans.clear();
  hs_scan(impl_->database, text.data(), static_cast<unsigned>(text.size()), 0, impl_->scratch, keep,
          &spans);
}

}  // namespace social311::bench

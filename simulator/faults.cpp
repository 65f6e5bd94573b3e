#include "simulator/faults.h"

#include <array>
#include <charconv>

#include "core/json.h"
#include "core/text.h"

namespace social311::simulator {

namespace {

enum class Fits { write, read, both };

struct Entry {
  Outcome outcome;
  const char* name;
  Fits fits;
};

constexpr std::array<Entry, 37> table = {{
    {Outcome::ok, "ok", Fits::both},
    {Outcome::posted_500, "posted_500", Fits::write},
    {Outcome::only_500, "only_500", Fits::write},
    {Outcome::posted_hang, "posted_hang", Fits::write},
    {Outcome::hang, "hang", Fits::both},
    {Outcome::posted_reset, "posted_reset", Fits::write},
    {Outcome::reset, "reset", Fits::both},
    {Outcome::reset_applied_later, "reset_applied_later", Fits::write},
    {Outcome::too_many, "too_many", Fits::both},
    {Outcome::bad_request, "bad_request", Fits::write},
    {Outcome::duplicate, "duplicate", Fits::write},
    {Outcome::posted_truncated, "posted_truncated", Fits::write},
    {Outcome::unavailable, "unavailable", Fits::read},
    {Outcome::slow, "slow", Fits::both},
    {Outcome::drip, "drip", Fits::read},
    {Outcome::truncated, "truncated", Fits::read},
    {Outcome::stale, "stale", Fits::read},
    {Outcome::shifted, "shifted", Fits::read},
    {Outcome::empty_page, "empty_page", Fits::read},
    {Outcome::looping, "looping", Fits::read},
    {Outcome::missing_author, "missing_author", Fits::read},
    {Outcome::rate_exhausted, "rate_exhausted", Fits::both},
    {Outcome::token_expired, "token_expired", Fits::both},
    {Outcome::date_skew, "date_skew", Fits::both},
    {Outcome::usage_capped, "usage_capped", Fits::both},
    {Outcome::no_credits, "no_credits", Fits::both},
    {Outcome::unauthorized, "unauthorized", Fits::both},
    {Outcome::reordered, "reordered", Fits::read},
    {Outcome::integer_ids, "integer_ids", Fits::read},
    {Outcome::batch_nulls, "batch_nulls", Fits::both},
    {Outcome::batch_failures, "batch_failures", Fits::both},
    {Outcome::reduce_data, "reduce_data", Fits::read},
    {Outcome::older_version, "older_version", Fits::read},
    {Outcome::posted_odd_format, "posted_odd_format", Fits::write},
    {Outcome::blocked, "blocked", Fits::write},
    {Outcome::error_in_200, "error_in_200", Fits::both},
    {Outcome::permission_lost, "permission_lost", Fits::both},
}};

Fault refused(std::string why) {
  return Fault{.kind = FaultKind::rejected, .message = std::move(why)};
}

bool path_fits(std::string_view wanted, std::string_view path) {
  if (wanted.empty()) return true;
  if (!wanted.ends_with('*')) return wanted == path;
  return path.starts_with(wanted.substr(0, wanted.size() - 1));
}

// Measured mix: this one doubled 46 % of a naive sender's intents.
FaultWeights drill() {
  FaultWeights weights;
  weights.write = {
      {"posted_500", 0.10},   {"only_500", 0.07}, {"posted_hang", 0.10},         {"hang", 0.06},
      {"posted_reset", 0.08}, {"reset", 0.06},    {"reset_applied_later", 0.03}, {"too_many", 0.03},
      {"bad_request", 0.02}};
  weights.read = {{"unavailable", 0.05}, {"reset", 0.05}, {"truncated", 0.05}, {"stale", 0.10}};
  return weights;
}

enum class Which { both, write, read };

Result<FaultWeights> add(FaultWeights weights, const std::string& name, double weight,
                         Which which) {
  const auto outcome = outcome_of(name);
  if (!outcome) return refused("unknown fault '" + name + "'");
  if (!(weight >= 0 && weight <= 1)) return refused("the weight of '" + name + "' is not in 0..1");
  if (fits_write(*outcome) && which != Which::read) weights.write[name] = weight;
  if (fits_read(*outcome) && which != Which::write) weights.read[name] = weight;
  return weights;
}

// "hang=0.1", "write.hang=0.1" or "read.hang=0.1"
Result<FaultWeights> add_piece(FaultWeights weights, std::string_view piece) {
  const std::size_t equals = piece.find('=');
  const std::string name = trim(piece.substr(0, equals));
  const std::string number =
      equals == std::string_view::npos ? std::string() : trim(piece.substr(equals + 1));
  double weight = -1;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), weight);
  if (error != std::errc{} || end != number.data() + number.size()) weight = -1;
  if (name.starts_with("write."))
    return add(std::move(weights), name.substr(6), weight, Which::write);
  if (name.starts_with("read."))
    return add(std::move(weights), name.substr(5), weight, Which::read);
  return add(std::move(weights), name, weight, Which::both);
}

Result<FaultWeights> from_text(std::string_view text) {
  FaultWeights weights;
  for (const std::string& piece : split(text, ',')) {
    auto added = add_piece(std::move(weights), piece);
    if (!added) return added;
    weights = std::move(*added);
  }
  return weights;
}

// {"hang":0.1,"write":{"posted_500":0.1},"read":{"stale":0.2}}
Result<FaultWeights> add_object(FaultWeights weights, const JsonValue& object, Which which) {
  for (const std::string& name : object.keys()) {
    const JsonValue value = object[name];
    const bool nested =
        which == Which::both && value.is_object() && (name == "write" || name == "read");
    auto added =
        nested ? add_object(std::move(weights), value, name == "write" ? Which::write : Which::read)
               : add(std::move(weights), name, value.real().value_or(-1), which);
    if (!added) return added;
    weights = std::move(*added);
  }
  return weights;
}

Result<FaultWeights> from_json(std::string_view text) {
  const auto value = JsonValue::parse(text);
  if (!value || !value->is_object()) return refused("the weights are not a JSON object");
  return add_object({}, *value, Which::both);
}

double sum_of(const std::map<std::string, double>& weights) {
  double sum = 0;
  for (const auto& [name, weight] : weights) sum += weight;
  return sum;
}

}  // namespace

std::optional<Outcome> outcome_of(std::string_view name) {
  for (const Entry& entry : table) {
    if (entry.name == name) return entry.outcome;
  }
  return std::nullopt;
}

const char* name_of(Outcome outcome) {
  for (const Entry& entry : table) {
    if (entry.outcome == outcome) return entry.name;
  }
  return "ok";
}

bool fits_write(Outcome outcome) {
  for (const Entry& entry : table) {
    if (entry.outcome == outcome) return entry.fits != Fits::read;
  }
  return false;
}

bool fits_read(Outcome outcome) {
  for (const Entry& entry : table) {
    if (entry.outcome == outcome) return entry.fits != Fits::write;
  }
  return false;
}

Result<FaultWeights> parse_fault_weights(std::string_view text) {
  if (text.empty() || text == "none") return FaultWeights{};
  if (text == "drill") return drill();
  auto weights = text.starts_with('{') ? from_json(text) : from_text(text);
  if (!weights) return weights;
  if (sum_of(weights->write) > 1.000001 || sum_of(weights->read) > 1.000001) {
    return refused("the weights of faults add up to more than 1");
  }
  return weights;
}

FaultBox::FaultBox(std::uint64_t seed, FaultWeights weights)
    : weights_(std::move(weights)), writes_(seed ^ 0x77726974), reads_(seed ^ 0x72656164) {}

void FaultBox::script(ScriptedFault fault) {
  if (!fault.outcomes.empty()) scripts_.push_back(std::move(fault));
}

void FaultBox::clear() {
  scripts_.clear();
}

std::size_t FaultBox::waiting() const {
  std::size_t count = 0;
  for (const ScriptedFault& fault : scripts_) count += fault.outcomes.size();
  return count;
}

std::optional<Outcome> FaultBox::scripted(std::string_view method, std::string_view path) {
  for (auto fault = scripts_.begin(); fault != scripts_.end(); ++fault) {
    if ((!fault->method.empty() && fault->method != method) || !path_fits(fault->path, path))
      continue;
    const Outcome outcome = fault->outcomes.front();
    fault->outcomes.erase(fault->outcomes.begin());
    if (fault->outcomes.empty()) scripts_.erase(fault);
    return outcome;
  }
  return std::nullopt;
}

Outcome FaultBox::draw(SeededRandom& random, const std::map<std::string, double>& weights) {
  constexpr std::uint64_t grain = 1'000'000;
  double point = static_cast<double>(random.below(grain)) / static_cast<double>(grain);
  for (const auto& [name, weight] : weights) {
    if (point < weight) return outcome_of(name).value_or(Outcome::ok);
    point -= weight;
  }
  return Outcome::ok;
}

Outcome FaultBox::next(std::string_view method, std::string_view path, Drawn drawn) {
  if (const auto outcome = scripted(method, path)) return *outcome;
  if (drawn == Drawn::no) return Outcome::ok;
  return method == "POST" ? draw(writes_, weights_.write) : draw(reads_, weights_.read);
}

}  // namespace social311::simulator

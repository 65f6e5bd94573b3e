// What a call gives back when it can fail: a value, or a Fault that says what the caller shall do.
// Copied freely, no allocation beyond its strings, no thread affinity.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace social311 {

// Named by the caller's duty, not by the place where it happened.
enum class FaultKind {
  retry_later,  // passing trouble: back off, retry_after first
  denied,       // credentials or permission: a person must act, stop this account
  rejected,     // the request itself was refused: do not repeat, show the reason
  garbled,      // an answer that cannot be read: count it, keep the bytes, do not guess
};

// Whether bytes of a request may have left this machine when no whole answer came back.
// A write may be queued again without looking only when it is `not_sent`.
enum class Reach { not_sent, unknown };

struct Fault {
  FaultKind kind = FaultKind::rejected;
  std::string message{};  // says what, where and what to do next; never holds a secret
  std::optional<std::chrono::milliseconds> retry_after{};
  Reach reach = Reach::unknown;

  bool operator==(const Fault&) const = default;
};

const char* name_of(FaultKind kind);

// A success that carries nothing.
struct Done {
  bool operator==(const Done&) const = default;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}       // NOLINT(google-explicit-constructor)
  Result(Fault fault) : held_(std::move(fault)) {}   // NOLINT(google-explicit-constructor)

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only after ok(); otherwise std::bad_variant_access, which means a broken program.
  const T& value() const& { return std::get<0>(held_); }
  T& value() & { return std::get<0>(held_); }
  T&& value() && { return std::get<0>(std::move(held_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Fault& fault() const { return std::get<1>(held_); }

  T value_or(T other) const& { return ok() ? value() : std::move(other); }

 private:
  std::variant<T, Fault> held_;
};

}  // namespace social311

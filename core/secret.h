// A value that must not be shown. Printing it, by any stream or formatter, gives ***.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace social311 {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& reveal() const {
    return value_;
  }  // only where the bytes go on the wire or into a seal
  bool empty() const { return value_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string value_;
};

inline std::ostream& operator<<(std::ostream& out, const Secret& /*never shown*/) {
  return out << "***";
}

}  // namespace social311

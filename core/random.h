// Chance as a parameter: ids, keys and jitter come from a Random&, so a run can be repeated.
#pragma once

#include <cstdint>
#include <string>

namespace social311 {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;                       // uniform over 64 bits
  virtual std::string bytes(std::size_t count) = 0;       // raw bytes
  std::uint64_t below(std::uint64_t bound);               // uniform in 0..bound-1, bound > 0
};

// Cryptographic (libsodium). Thread-safe.
class SystemRandom final : public Random {
 public:
  SystemRandom();
  std::uint64_t next() override;
  std::string bytes(std::size_t count) override;
};

// The same seed gives the same sequence on every machine. Not thread-safe, never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() override;                          // splitmix64
  std::string bytes(std::size_t count) override;

 private:
  std::uint64_t state_;
};

// A version 7 UUID (RFC 9562): time-ordered, for rows and incarnations.
std::string uuid_v7(std::int64_t unix_ms, Random& random);

}  // namespace social311

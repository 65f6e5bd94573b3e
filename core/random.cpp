#include "core/random.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace social311 {

std::uint64_t Random::below(std::uint64_t bound) {
  // Values above the last whole multiple of `bound` are drawn again: otherwise small results
  // would come more often.
  const std::uint64_t uneven = (0 - bound) % bound;
  for (;;) {
    const std::uint64_t drawn = next();
    if (drawn >= uneven) return drawn % bound;
  }
}

SystemRandom::SystemRandom() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
}

std::uint64_t SystemRandom::next() {
  std::uint64_t value = 0;
  randombytes_buf(&value, sizeof value);
  return value;
}

std::string SystemRandom::bytes(std::size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::uint64_t SeededRandom::next() {
  state_ += 0x9e3779b97f4a7c15u;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30u)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27u)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31u);
}

std::string SeededRandom::bytes(std::size_t count) {
  std::string out;
  out.reserve(count + 8);
  while (out.size() < count) {
    std::uint64_t word = next();
    for (int i = 0; i < 8; ++i, word >>= 8u) out += static_cast<char>(word & 0xffu);
  }
  out.resize(count);
  return out;
}

std::string uuid_v7(std::int64_t unix_ms, Random& random) {
  std::array<unsigned char, 16> id{};
  const auto time = static_cast<std::uint64_t>(unix_ms);
  for (std::size_t i = 0; i < 6; ++i) {
    id[i] = static_cast<unsigned char>((time >> (40u - 8u * i)) & 0xffu);
  }
  const std::string chance = random.bytes(10);
  for (std::size_t i = 0; i < 10; ++i) id[6 + i] = static_cast<unsigned char>(chance[i]);
  id[6] = static_cast<unsigned char>((id[6] & 0x0fu) | 0x70u);  // version 7
  id[8] = static_cast<unsigned char>((id[8] & 0x3fu) | 0x80u);  // variant 10
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += digits[id[i] >> 4u];
    out += digits[id[i] & 0x0fu];
  }
  return out;
}

}  // namespace social311

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>
#include <stdexcept>
#include <thread>

#include "core/digest.h"

using namespace social311;

namespace {

const Secret key(std::string(seal_key_bytes, 'k'));
const Secret other_key(std::string(seal_key_bytes, 'o'));

}  // namespace

TEST_CASE("digests agree with the published vectors") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abc").size() == 32);
  // RFC 4231, case 2; RFC 2202, case 2
  CHECK(hex(hmac_sha256(Secret("Jefe"), "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmac_sha1("Jefe", "what do ya want for nothing?")) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  CHECK(hex(hmac_sha256(Secret(), "")) ==
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  CHECK(hash64("") == 0x2d06800538d394c2u);  // XXH3, seed 0
  CHECK(hash64("a") != hash64("b"));
  CHECK(hex(std::string("\x00\xff\x0a", 3)) == "00ff0a");
}

TEST_CASE("base64 agrees with RFC 4648") {
  const struct {
    const char* plain;
    const char* padded;
    const char* url;
  } rows[] = {
      {"", "", ""},
      {"f", "Zg==", "Zg"},
      {"fo", "Zm8=", "Zm8"},
      {"foo", "Zm9v", "Zm9v"},
      {"foob", "Zm9vYg==", "Zm9vYg"},
      {"\xfb\xff\xfe", "+//+", "-__-"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.padded);
    CHECK(base64(row.plain) == row.padded);
    CHECK(base64url(row.plain) == row.url);
    CHECK(base64_decode(row.padded) == row.plain);
    CHECK(base64_decode(row.url) == row.plain);
  }
}

TEST_CASE("what is no base64 is refused") {
  for (const char* text : {"Z", "Zm9vY", "Zg=", "Zg===", "=", "====", "Zm9v=", "Z=g=", "Zh==",
                           "Zm9=", "Zm 9", "Zm9v\n", "Zm*v", "Zg==Zg=="}) {
    CAPTURE(text);
    CHECK_FALSE(base64_decode(text).has_value());
  }
}

TEST_CASE("base64 of any bytes goes there and back") {
  CHECK(rc::check([](const std::string& bytes) {
    RC_ASSERT(base64_decode(base64(bytes)) == bytes);
    RC_ASSERT(base64_decode(base64url(bytes)) == bytes);
  }));
}

TEST_CASE("comparing in constant time still compares") {
  CHECK(equal_constant_time("", ""));
  CHECK(equal_constant_time("abc", "abc"));
  CHECK_FALSE(equal_constant_time("abc", "abd"));
  CHECK_FALSE(equal_constant_time("abc", "abcd"));
}

TEST_CASE("a password opens its own hash and no other, four at once as well") {
  const std::string hash = hash_password(Secret("correct horse"));
  CHECK(hash.rfind("$argon2id$v=19$m=65536,t=3,p=1$", 0) == 0);
  CHECK(hash != hash_password(Secret("correct horse")));  // salted
  std::vector<std::thread> threads;
  std::array<bool, 4> right{};
  for (std::size_t i = 0; i < right.size(); ++i) {
    threads.emplace_back([&, i] {
      right[i] = verify_password(Secret(i % 2 == 0 ? "correct horse" : "wrong"), hash);
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == std::array<bool, 4>{true, false, true, false});
  CHECK_FALSE(verify_password(Secret("correct horse"), ""));
  CHECK_FALSE(verify_password(Secret("correct horse"), "$argon2id$nonsense"));
  CHECK_FALSE(verify_password(Secret("correct horse"), std::string(10'000, '$')));
}

TEST_CASE("a seal opens with its key and context only") {
  SystemRandom random;
  const std::string sealed = seal(key, "twitter/1", "token", random);
  CHECK(unseal(key, "twitter/1", sealed) == "token");
  CHECK_FALSE(unseal(other_key, "twitter/1", sealed).has_value());
  CHECK_FALSE(unseal(key, "twitter/2", sealed).has_value());
  CHECK_FALSE(unseal(key, "", sealed).has_value());
  CHECK(seal(key, "twitter/1", "token", random) != sealed);
  CHECK(sealed.find("token") == std::string::npos);
  CHECK(unseal(key, "c", seal(key, "c", "", random)) == "");
}

TEST_CASE("a seal that was touched anywhere or cut does not open") {
  SeededRandom random(5);
  const std::string sealed = seal(key, "c", "a token that matters", random);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string touched = sealed;
    touched[i] = static_cast<char>(touched[i] ^ 1);
    CAPTURE(i);
    CHECK_FALSE(unseal(key, "c", touched).has_value());
    CHECK_FALSE(unseal(key, "c", std::string_view(sealed).substr(0, i)).has_value());
  }
}

TEST_CASE("a key of the wrong size seals nothing") {
  SeededRandom random(5);
  CHECK_THROWS_AS(seal(Secret("short"), "c", "x", random), std::invalid_argument);
  CHECK_FALSE(unseal(Secret("short"), "c", seal(key, "c", "x", random)).has_value());
}

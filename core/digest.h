// Digests, encodings, password hashes and seals. The one home of OpenSSL's digests and of libsodium.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace social311 {

std::string sha256(std::string_view bytes);                            // 32 raw bytes
std::string sha256_hex(std::string_view bytes);
std::string hmac_sha256(const Secret& key, std::string_view bytes);    // raw
std::string hmac_sha1(std::string_view key, std::string_view bytes);   // raw; OAuth 1.0a (RFC 5849) only
std::string hex(std::string_view bytes);
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);                         // without padding
std::optional<std::string> base64_decode(std::string_view text);       // both alphabets, padding optional
std::uint64_t hash64(std::string_view bytes);                          // fast, not for secrets (xxhash)
bool equal_constant_time(std::string_view a, std::string_view b);

// argon2id, t=3, 64 MiB: about 0.1 s. At most two run at once in a process.
std::string hash_password(const Secret& password);
bool verify_password(const Secret& password, std::string_view hash);

// XChaCha20-Poly1305 with a fresh nonce. `context` is bound to the seal (account, name, key id).
std::string seal(const Secret& key, std::string_view context, std::string_view plain, Random& random);
std::optional<std::string> unseal(const Secret& key, std::string_view context, std::string_view sealed);
constexpr std::size_t seal_key_bytes = 32;

}  // namespace social311

#include "core/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <xxhash.h>

#include <array>
#include <semaphore>
#include <stdexcept>

namespace social311 {
namespace {

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

std::string text(const unsigned char* bytes, std::size_t count) {
  return {reinterpret_cast<const char*>(bytes), count};
}

void need_sodium() {
  static const int started = sodium_init();
  if (started < 0) throw std::runtime_error("libsodium could not be initialised");
}

std::string hmac(const EVP_MD* digest, std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (HMAC(digest, key.data(), static_cast<int>(key.size()), raw(bytes), bytes.size(), out.data(),
           &size) == nullptr) {
    throw std::runtime_error("OpenSSL could not compute an HMAC");
  }
  return text(out.data(), size);
}

std::string encode(std::string_view bytes, int variant) {
  need_sodium();
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(), variant);
  out.pop_back();  // libsodium's closing NUL
  return out;
}

// -1 for a character of neither alphabet.
int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

// Without the padding; empty when there is padding of a wrong length.
std::optional<std::string_view> unpadded(std::string_view text) {
  const auto end = text.find('=');
  if (end == std::string_view::npos) return text;
  const std::string_view padding = text.substr(end);
  const bool right = text.size() % 4 == 0 && padding.size() <= 2 &&
                     padding.find_first_not_of('=') == std::string_view::npos;
  return right ? std::optional(text.substr(0, end)) : std::nullopt;
}

constexpr unsigned long long password_passes = 3;
constexpr std::size_t password_bytes = 64u << 20u;
constexpr char seal_version = 1;  // another cipher would be another number
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(seal_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

// 64 MiB each: more at once would let a flood of sign-ins take the machine's memory.
class PasswordSlot {
 public:
  PasswordSlot() { slots().acquire(); }
  ~PasswordSlot() { slots().release(); }
  PasswordSlot(const PasswordSlot&) = delete;
  PasswordSlot& operator=(const PasswordSlot&) = delete;

 private:
  static std::counting_semaphore<2>& slots() {
    static std::counting_semaphore<2> two(2);
    return two;
  }
};

}  // namespace

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> out{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL could not compute a digest");
  }
  return text(out.data(), size);
}

std::string sha256_hex(std::string_view bytes) {
  return hex(sha256(bytes));
}

std::string hmac_sha256(const Secret& key, std::string_view bytes) {
  return hmac(EVP_sha256(), key.reveal(), bytes);
}

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  return hmac(EVP_sha1(), key, bytes);
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4u];
    out += digits[byte & 0x0fu];
  }
  return out;
}

std::string base64(std::string_view bytes) {
  return encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string base64url(std::string_view bytes) {
  return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::string> base64_decode(std::string_view text) {
  const auto body = unpadded(text);
  if (!body || body->size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(body->size() / 4 * 3 + 2);
  unsigned bits = 0;
  int held = 0;
  for (char c : *body) {
    const int value = sextet(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6u) | static_cast<unsigned>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xffu);
    bits &= (1u << static_cast<unsigned>(held)) - 1u;
  }
  // Bits left over must be zero: one text, one way to write it.
  return bits == 0 ? std::optional(std::move(out)) : std::nullopt;
}

std::uint64_t hash64(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_password(const Secret& password) {
  need_sodium();
  const PasswordSlot slot;
  std::array<char, crypto_pwhash_STRBYTES> out{};
  const std::string& plain = password.reveal();
  if (crypto_pwhash_str_alg(out.data(), plain.data(), plain.size(), password_passes, password_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return out.data();
}

bool verify_password(const Secret& password, std::string_view hash) {
  need_sodium();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  const PasswordSlot slot;
  const std::string& plain = password.reveal();
  return crypto_pwhash_str_verify(std::string(hash).c_str(), plain.data(), plain.size()) == 0;
}

std::string seal(const Secret& key, std::string_view context, std::string_view plain,
                 Random& random) {
  need_sodium();
  if (key.reveal().size() != seal_key_bytes)
    throw std::invalid_argument("a seal's key has 32 bytes");
  const std::string nonce = random.bytes(nonce_bytes);
  std::string cipher(plain.size() + tag_bytes, '\0');
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(cipher), &size, raw(plain), plain.size(),
                                             raw(context), context.size(), nullptr, raw(nonce),
                                             raw(key.reveal()));
  cipher.resize(size);
  return std::string(1, seal_version) + nonce + cipher;
}

std::optional<std::string> unseal(const Secret& key, std::string_view context,
                                  std::string_view sealed) {
  need_sodium();
  if (key.reveal().size() != seal_key_bytes || sealed.size() < 1 + nonce_bytes + tag_bytes ||
      sealed.front() != seal_version) {
    return std::nullopt;
  }
  const std::string_view nonce = sealed.substr(1, nonce_bytes);
  const std::string_view cipher = sealed.substr(1 + nonce_bytes);
  std::string plain(cipher.size() - tag_bytes, '\0');
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), &size, nullptr, raw(cipher),
                                                 cipher.size(), raw(context), context.size(),
                                                 raw(nonce), raw(key.reveal())) != 0) {
    return std::nullopt;
  }
  plain.resize(size);
  return plain;
}

}  // namespace social311

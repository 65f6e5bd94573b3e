#include "tests/loopback/tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace social311::test {

namespace {

struct Deleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter>;
using Certificate = std::unique_ptr<X509, Deleter>;

void require(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("the TLS test server cannot ") + what);
}

void add_extension(X509* to, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  require(extension != nullptr && X509_add_ext(to, extension, -1) == 1, "extend a certificate");
  X509_EXTENSION_free(extension);
}

Certificate make_certificate(EVP_PKEY* key, const std::string& name, long serial, long valid_from,
                             long valid_to) {
  Certificate made(X509_new());
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), valid_from);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), valid_to);
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return made;
}

Certificate make_authority(EVP_PKEY* key) {
  Certificate authority = make_certificate(key, "Test Authority", 1, -3600, 86400);
  X509_set_issuer_name(authority.get(), X509_get_subject_name(authority.get()));
  add_extension(authority.get(), NID_basic_constraints, "critical,CA:TRUE");
  require(X509_sign(authority.get(), key, EVP_sha256()) > 0, "sign its authority");
  return authority;
}

Certificate make_leaf(EVP_PKEY* key, const TlsPlan& plan, X509* authority,
                      EVP_PKEY* authority_key) {
  const long end = plan.expired ? -60 : 3600;
  Certificate leaf = make_certificate(key, plan.host, 2, -7200, end);
  X509_set_issuer_name(leaf.get(), X509_get_subject_name(authority));
  add_extension(leaf.get(), NID_subject_alt_name, "DNS:" + plan.host);
  require(X509_sign(leaf.get(), authority_key, EVP_sha256()) > 0, "sign its certificate");
  return leaf;
}

std::string write_pem(X509* certificate) {
  char path[] = "/tmp/social311-test-ca-XXXXXX";
  const int fd = ::mkstemp(path);
  std::FILE* file = fd < 0 ? nullptr : ::fdopen(fd, "w");
  require(file != nullptr && PEM_write_X509(file, certificate) == 1, "write its authority");
  std::fclose(file);
  return path;
}

}  // namespace

class TlsServer::Inside {
 public:
  explicit Inside(const TlsPlan& plan) : context_(SSL_CTX_new(TLS_server_method())) {
    prepare(plan);
    listen();
    thread_ = std::thread([this] { serve_all(); });
  }

  ~Inside() {
    const std::uint64_t one = 1;
    (void)!::write(stopped_, &one, sizeof one);
    thread_.join();
    ::close(listener_);
    ::close(stopped_);
    std::remove(ca_file_.c_str());
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  int port_ = 0;
  std::string ca_file_{};
  std::atomic<int> requests_ = 0;

 private:
  void prepare(const TlsPlan& plan) {
    const Key authority_key(EVP_EC_gen("P-256"));
    const Key key(EVP_EC_gen("P-256"));
    const Certificate authority = make_authority(authority_key.get());
    const Certificate leaf = make_leaf(key.get(), plan, authority.get(), authority_key.get());
    ca_file_ = write_pem(authority.get());
    require(SSL_CTX_use_certificate(context_.get(), leaf.get()) == 1 &&
                SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1,
            "use its certificate");
    if (!plan.old_protocol) return;
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), TLS1_1_VERSION);
  }

  void listen() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    require(::bind(listener_, plain, size) == 0 && ::listen(listener_, 16) == 0 &&
                ::getsockname(listener_, plain, &size) == 0,
            "listen");
    port_ = ntohs(address.sin_port);
    stopped_ = ::eventfd(0, EFD_CLOEXEC);
  }

  void serve_all() {
    for (;;) {
      pollfd both[2] = {{listener_, POLLIN, 0}, {stopped_, POLLIN, 0}};
      (void)::poll(both, 2, -1);
      if (both[1].revents != 0) return;
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      const timeval patience{5, 0};  // a client that says nothing must not hold the test up
      (void)::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      serve(fd);
      ::close(fd);
    }
  }

  void serve(int fd) {
    const std::unique_ptr<SSL, Deleter> session(SSL_new(context_.get()));
    SSL_set_fd(session.get(), fd);
    if (SSL_accept(session.get()) != 1) return;
    char bytes[4096];
    if (SSL_read(session.get(), bytes, sizeof bytes) <= 0) return;
    ++requests_;
    const std::string answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecure";
    (void)SSL_write(session.get(), answer.data(), static_cast<int>(answer.size()));
    (void)SSL_shutdown(session.get());
    // Closing with something unread would reset the connection under the answer.
    (void)::shutdown(fd, SHUT_WR);
    while (::recv(fd, bytes, sizeof bytes, 0) > 0) continue;
  }

  std::unique_ptr<SSL_CTX, Deleter> context_;
  int listener_ = -1;
  int stopped_ = -1;
  std::thread thread_{};
};

TlsServer::TlsServer(const TlsPlan& plan) : inside_(std::make_unique<Inside>(plan)) {}
TlsServer::~TlsServer() = default;

std::string TlsServer::url() const {
  return "https://localhost:" + std::to_string(inside_->port_) + "/";
}
std::string TlsServer::ca_file() const {
  return inside_->ca_file_;
}
int TlsServer::requests() const {
  return inside_->requests_;
}

}  // namespace social311::test

// A TLS server of one answer, with an authority made for the run: for certificates that are right,
// of the wrong host, of an unknown authority, expired, and for too old a protocol.
#pragma once

#include <memory>
#include <string>

namespace social311::test {

struct TlsPlan {
  std::string host = "localhost";  // the certificate's subject alternative name
  bool expired = false;
  bool old_protocol = false;  // TLS 1.1 at most
};

class TlsServer {
 public:
  explicit TlsServer(const TlsPlan& plan = {});
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string url() const;      // "https://localhost:PORT/"
  std::string ca_file() const;  // PEM of the authority that signed; deleted with the server
  int requests() const;         // how many were read behind a finished handshake

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace social311::test

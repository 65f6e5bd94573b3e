// The event stream's hub: one thread reads what the database says has changed and tells every open
// page.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "net/server.h"
#include "service/web/app.h"

namespace social311::service {

class LiveHub {
 public:
  LiveHub(const sql::StoreOptions& database, Clock& clock) : database_(database), clock_(clock) {}

  void start(std::stop_token stop);
  // Resumes after `last_event_id` ("" = from now on); what is too old to resume is told as `reset`.
  void join(std::shared_ptr<net::EventSink> sink, const std::string& last_event_id);
  void close();
  std::size_t clients();

 private:
  void run(std::stop_token stop);
  void tell(const sql::LiveEvent& event);

  const sql::StoreOptions& database_;
  Clock& clock_;
  std::mutex mutex_{};
  std::list<std::shared_ptr<net::EventSink>> sinks_{};
  std::list<sql::LiveEvent> recent_{};  // the newest few hundred, for resuming without the database
  std::int64_t newest_ = 0;
  std::jthread thread_{};
};

}  // namespace social311::service

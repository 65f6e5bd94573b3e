// What the three ways of walking share: reading pages within what may be spent, and keeping them.
// Private to service/roles/walk*.cpp.
#pragma once

#include <set>
#include <string>

#include "service/roles/estimate.h"
#include "service/roles/walk.h"

namespace social311::service {

class WalkPages {
 public:
  WalkPages(const WalkParts& parts, const sql::Feed& feed, connectors::PageAsk ask)
      : parts_(parts), feed_(feed), ask_(std::move(ask)), started_(parts.clock.now()) {}

  // Empty: stopped, spent, or a fault; `end` says which.
  std::optional<connectors::Page> read(const connectors::PageAsk& ask);
  std::optional<connectors::Page> read_next() { return read(ask_); }
  sql::KeepPage frame(const connectors::Page& page) const;
  void keep(sql::KeepPage row);
  // A cursor that comes back, or pages that bring only what this walk has seen, must not hold the
  // feed for ever: the walk stops, and what is unread stays written down.
  bool goes_in_circles(const connectors::Page& page);
  // After this page nothing more is to be read now, although there is more.
  bool must_stop() const { return end_.wait_until.has_value() || reserved_; }

  void cover(sql::KeepPage& row, Instant to) const;
  Instant lag_before(Instant moment) const;
  // Everything of the feed that was said before is read.
  std::optional<Instant> unread_from() const;
  std::optional<double> density_below() const;
  // Posts a second of what this walk has read so far.
  double density() const { return density_.posts_a_second(); }

  const WalkParts& parts() const { return parts_; }
  const sql::Feed& feed() const { return feed_; }
  connectors::PageAsk& ask() { return ask_; }
  WalkEnd& end() { return end_; }
  Instant started() const { return started_; }
  void started_at(Instant moment) { started_ = moment; }
  std::optional<std::int64_t> gap_id{};

 private:
  bool brings_new(const connectors::Page& page);
  void note(const connectors::Page& page);

  const WalkParts& parts_;
  const sql::Feed& feed_;
  connectors::PageAsk ask_;
  Instant started_;
  WalkEnd end_{};
  bool reserved_ = false;
  int barren_ = 0;  // pages in a row without anything new
  Density density_{};
  std::set<std::string> cursors_{};
  std::set<std::string> ids_{};
};

}  // namespace social311::service

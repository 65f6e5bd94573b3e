#include "classifier/trends/post_window.h"

#include <algorithm>

namespace social311::classifier::trends {
namespace {

int added_to(const Term& term, const KeptPost& post) {
  const bool one_text = term.kind == TermKind::text || term.kind == TermKind::near_text;
  return one_text ? post.as_copy : post.weight;
}

}  // namespace

PostWindow::PostWindow(Leaving leaving)
    : leaving_(std::move(leaving)), posts_(most_posts), terms_(1), letters_(1), heads_(buckets) {}

std::uint32_t PostWindow::number_of(std::uint64_t hash) const {
  std::uint32_t at = heads_[bucket(hash)];
  while (at != 0 && terms_[at].hash != hash) at = terms_[at].next;
  return at;
}

const Term* PostWindow::find(std::uint64_t hash) const {
  const std::uint32_t number = number_of(hash);
  return number == 0 ? nullptr : &terms_[number];
}

std::uint32_t PostWindow::make_term(TermKind kind, std::uint64_t hash) {
  std::uint32_t& head = heads_[bucket(hash)];
  std::uint32_t number = 0;
  if (free_.empty()) {
    number = static_cast<std::uint32_t>(terms_.size());
    terms_.emplace_back();
    letters_.emplace_back();
  } else {
    number = free_.back();
    free_.pop_back();
  }
  Term& term = terms_[number];
  term = Term{};
  term.hash = hash;
  term.kind = kind;
  term.next = head;
  head = number;
  return number;
}

void PostWindow::release(std::uint32_t number) {
  std::uint32_t* link = &heads_[bucket(terms_[number].hash)];
  while (*link != number) link = &terms_[*link].next;
  *link = terms_[number].next;
  free_.push_back(number);
  __builtin_prefetch(&letters_[number], 1);  // the next new term takes its place
}

void PostWindow::fetch_post(std::uint64_t number) const {
  if (!holds(number)) return;
  const char* const begin = reinterpret_cast<const char*>(&post(number));
  for (std::size_t at = 0; at < sizeof(KeptPost); at += 64) __builtin_prefetch(begin + at);
}

void PostWindow::fetch_terms(std::uint64_t number) const {
  if (!holds(number)) return;
  const KeptPost& soon = post(number);
  for (std::size_t i = 0; i < soon.term_count; ++i) __builtin_prefetch(&terms_[soon.terms[i]], 1);
}

void PostWindow::leave_short() {
  fetch_post(short_begin_ + 2);
  fetch_terms(short_begin_ + 1);
  const KeptPost& old = post(short_begin_++);
  short_weight_ -= old.weight;
  for (std::size_t i = 0; i < old.term_count; ++i) {
    Term& term = terms_[old.terms[i]];
    term.in_short -= added_to(term, old);
  }
}

void PostWindow::leave() {
  if (short_begin_ == begin_) leave_short();
  fetch_post(begin_ + 3);
  fetch_terms(begin_ + 2);
  KeptPost& old = post(begin_);
  leaving_(old);
  ++begin_;
  long_weight_ -= old.weight;
  for (std::size_t i = 0; i < old.term_count; ++i) {
    Term& term = terms_[old.terms[i]];
    term.in_long -= added_to(term, old);
    if (--term.posts == 0) release(old.terms[i]);
  }
  old.term_count = 0;
}

void PostWindow::advance(Instant clock) {
  while (begin_ < end_ &&
         (end_ - begin_ == most_posts || clock - post(begin_).arrived > long_span)) {
    left_ = post(begin_).arrived;
    leave();
  }
  while (short_begin_ < end_ && clock - post(short_begin_).arrived > short_span) leave_short();
}

void PostWindow::clear() {
  while (begin_ < end_) leave();
}

KeptPost& PostWindow::next(Instant clock) {
  advance(clock);
  KeptPost& fresh = post(end_);
  fresh.arrived = clock;
  fresh.term_count = 0;
  fresh.local_count = 0;
  local_bits_[end_ % most_posts] = 0;
  bits_[end_ % most_posts] = 0;
  mark(end_, 0);
  return fresh;
}

void PostWindow::hold(KeptPost& post, std::uint32_t number) {
  const auto* const end = post.terms.begin() + post.term_count;
  if (std::find(post.terms.cbegin(), end, number) != end) return;
  post.terms[post.term_count++] = number;
  ++terms_[number].posts;
  bits_[end_ % most_posts] |= bit_of(number);
}

void PostWindow::enter() {
  const KeptPost& fresh = post(end_++);
  short_weight_ += fresh.weight;
  long_weight_ += fresh.weight;
  for (std::size_t i = 0; i < fresh.term_count; ++i) {
    Term& term = terms_[fresh.terms[i]];
    term.in_short += added_to(term, fresh);
    term.in_long += added_to(term, fresh);
  }
}

}  // namespace social311::classifier::trends

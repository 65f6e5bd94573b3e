// Words of a text that stand aside: they say where something is ("on the sidewalk") or what comes
// of it ("which causes accidents"), not what it is. A topic whose words all stand aside counts
// less, so that "trash on the sidewalk" is about the trash.
#pragma once

#include <cstdint>
#include <vector>

#include "classifier/evaluate.h"
#include "classifier/match_text.h"

namespace social311::classifier {

class Asides {
 public:
  // Reads the sentences of `text`; reused from post to post.
  void read(const MatchText& text);
  // Whether every one of the terms stands aside; false for none at all.
  bool hold_all(const std::vector<FoundTerm>& found) const;

 private:
  bool holds(std::uint32_t begin) const;

  std::vector<Range> ranges_{};  // bytes of MatchText::text, ascending
};

}  // namespace social311::classifier

// How an answer to a read, or a batch of them, is twisted by a fault.
#pragma once

#include <cstddef>

#include "core/clock.h"

namespace social311::simulator {

enum class Authors { all, first_missing };                   // the fault "missing_author"
enum class IdForm { text, integer };                         // "integer_ids"
enum class BatchItems { whole, null_first, failing_first };  // "batch_nulls", "batch_failures"
enum class ListOrder { as_documented, reversed };            // "reordered"
enum class ServedVersion { asked, oldest };                  // "older_version"

struct Twist {
  Milliseconds stale_by{0};
  std::size_t repeat_items = 0;  // of the page before
  bool empty_page = false;
  bool looping = false;
  Authors authors = Authors::all;
  IdForm ids = IdForm::text;
  BatchItems batch = BatchItems::whole;
  ListOrder order = ListOrder::as_documented;
  ServedVersion version = ServedVersion::asked;
};

}  // namespace social311::simulator

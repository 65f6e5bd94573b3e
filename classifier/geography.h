// The city's map as an operator supplies it: polygons, street names and places of one folder.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/gazetteer.h"
#include "core/toml.h"

namespace social311::classifier {

// Immutable after construction, safe to share between threads.
class Geography {
 public:
  Geography();  // knows no place
  ~Geography();
  Geography(Geography&&) noexcept;
  Geography& operator=(Geography&&) noexcept;

  // Reads *neighborhood*.geojson (required), *boundary*.geojson, *cities*.geojson, *street*.tsv and
  // *place*.tsv of `folder`. What cannot be read is a complaint; the rest is kept.
  static Geography read(const std::string& folder, std::vector<Complaint>& complaints);

  // The neighbourhood whose polygon covers the point, "" outside of all. Exact; on a shared border
  // the first in the file.
  std::string neighborhood_at(double lat, double lon) const;
  const Gazetteer& names() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace social311::classifier

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

  // Reads *neighborhood*.geojson (required), *district*.geojson, *boundary*.geojson,
  // *cities*.geojson, *street*.tsv and *place*.tsv of `folder`. What cannot be read is a complaint;
  // the rest is kept.
  static Geography read(const std::string& folder, std::vector<Complaint>& complaints);

  // The neighbourhood whose polygon covers the point, "" outside of all. Exact; on a shared border
  // the first in the file.
  std::string neighborhood_at(double lat, double lon) const;
  // The same, then the neighbours whose border is nearer than networks tell coordinates apart (six
  // decimals, about 10 cm): a crossing on a border belongs to both. Empty outside of all.
  std::vector<std::string> neighborhoods_at(double lat, double lon) const;
  // The district whose polygon covers the point; "" outside, or where no districts are given.
  std::string district_at(double lat, double lon) const;
  // Within the boundary or a neighbourhood (boundaries are often drawn coarsely); true where no
  // boundary is given.
  bool in_city(double lat, double lon) const;
  const Gazetteer& names() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace social311::classifier

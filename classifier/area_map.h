// The outlines of the city's neighbourhoods for drawing, without tiles and without a network: small
// whole numbers on a sheet, north up. For the eye only; what lies where is Geography's.
#pragma once

#include <string>
#include <vector>

namespace social311::classifier {

struct DrawnArea {
  std::string name{};
  std::string path{};  // of an SVG: "M12 30l4 0l0 5Z…", holes among them (fill-rule evenodd)
  int x = 0;           // middle of its largest outline
  int y = 0;
};
struct AreaMap {
  int width = 0;
  int height = 0;
  std::vector<DrawnArea> areas{};  // by name; empty: the folder has no polygons
};

// Reads *neighborhood*.geojson of the folder; what cannot be read is left out (`rules check` and
// `doctor` complain of it). Neighbours keep their common border: points are moved to a grid, never
// left out by judgement.
AreaMap draw_areas(const std::string& folder);

}  // namespace social311::classifier

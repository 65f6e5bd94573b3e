// The keys [geocoder] and [rules] weights of the configuration.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "service/config.h"

using namespace social311;
using namespace social311::service;

namespace {

namespace fs = std::filesystem;

// A folder with a sample city, gone with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "social311-geocoder-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    fs::create_directories(path_ / "sample/rules");
    fs::create_directories(path_ / "sample/geography");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  LoadedConfig load(const std::string& text) const {
    ConfigSources sources;
    sources.file = write("c.toml", text);
    sources.environment = [](const std::string&) { return std::optional<std::string>(); };
    sources.sample = (path_ / "sample").string();
    return load_config(sources);
  }
  // The complaints, one a line, without the file's path.
  std::string complaints(const std::string& text) const {
    std::string out;
    for (const Complaint& one : load(text).complaints) out += one.what + '\n';
    return out;
  }

 private:
  fs::path path_;
};

const std::string nominatim =
    "[geocoder]\nservice = \"nominatim\"\nbase_url = \"https://nominatim.city.example/\"\n"
    "area = \"-105.11, 39.61, -104.60, 39.92\"\nuser_agent = \"City 311, 311@city.example\"\n";

}  // namespace

TEST_CASE("no geocoder is asked unless one is configured") {
  const Folder folder;
  const LoadedConfig loaded = folder.load("");
  REQUIRE(loaded.config.has_value());
  CHECK(loaded.config->geocoder.kind == GeocoderKind::none);
  // The keys of a section that is switched off may stand.
  CHECK(folder.complaints("[geocoder]\nservice = \"none\"\nbase_url = \"https://x.example\"\n") ==
        "");
}

TEST_CASE("a geocoder is configured with its address, area and name") {
  const Folder folder;
  const LoadedConfig loaded = folder.load(nominatim + "city = \"Denver, CO\"\ncalls_day = 7\n");
  REQUIRE(loaded.config.has_value());
  const GeocoderConfig& geocoder = loaded.config->geocoder;
  CHECK(geocoder.kind == GeocoderKind::nominatim);
  CHECK(geocoder.service.base_url == "https://nominatim.city.example");
  CHECK(geocoder.service.city == "Denver, CO");
  CHECK(geocoder.service.area.west == -105.11);
  CHECK(geocoder.service.area.north == 39.92);
  CHECK(geocoder.calls_day == 7);
  CHECK(geocoder.calls_minute == 30);
  CHECK(geocoder.name() == "nominatim https://nominatim.city.example");
}

TEST_CASE("a geocoder's configuration is refused where it would break its operator's rules") {
  const Folder folder;
  CHECK(folder.complaints("[geocoder]\nservice = \"google\"\n") ==
        "`service` must be one of none, arcgis, nominatim, not \"google\"\n");
  CHECK(folder.complaints("[geocoder]\nservice = \"nominatim\"\n") ==
        "`base_url` is missing\n`user_agent` is missing\n`area` is missing\n");
  const std::string arcgis =
      "[geocoder]\nservice = \"arcgis\"\narea = \"-105,39,-104,40\"\nbase_url = ";
  CHECK(folder.complaints(arcgis + "\"https://gis.city.example/GeocodeServer\"\n") == "");
  CHECK(folder.complaints(arcgis + "\"http://gis.city.example/GeocodeServer\"\n") ==
        "`base_url` must be https: http is for loopback hosts only\n");
  CHECK(folder
            .complaints(arcgis +
                        "\"https://geocode.ArcGIS.com/arcgis/rest/services/World/GeocodeServer\"\n")
            .starts_with("`base_url` must be the city's own"));
  const std::string fast =
      "[geocoder]\nservice = \"nominatim\"\nbase_url = \"https://nominatim.openstreetmap.org\"\n"
      "user_agent = \"x\"\narea = \"-105,39,-104,40\"\ncalls_minute = 61\n";
  CHECK(folder.complaints(fast) ==
        "`calls_minute` must be at most 60: this server allows one call a second\n");
}

TEST_CASE("an area that is none is refused") {
  const Folder folder;
  for (const char* area : {"", "1,2,3", "-105,39,-104,91", "-104,39,-105,40", "a,b,c,d",
                           "1,2,3,4,5", "-105,40,-104,39", "nan,39,-104,40"}) {
    CAPTURE(area);
    const std::string text =
        "[geocoder]\nservice = \"arcgis\"\nbase_url = \"https://x.example\"\narea = \"" +
        std::string(area) + "\"\n";
    CHECK(folder.complaints(text).starts_with("`area` must"));
  }
}

TEST_CASE("learned weights are a file of the configuration") {
  const Folder folder;
  folder.write("weights.toml", "format = 1\n");
  const LoadedConfig loaded = folder.load("[rules]\nweights = \"weights.toml\"\n");
  REQUIRE(loaded.config.has_value());
  CHECK(loaded.config->weights.ends_with("/weights.toml"));
  CHECK(folder.load("[rules]\nweights = \"\"\n").config->weights.empty());
  CHECK(folder.complaints("[rules]\nweights = \"gone.toml\"\n")
            .starts_with("`weights` is not a file"));
}

// 2,000 made-up texts with private things and things that only look like them.
#include <filesystem>
#include <iostream>

#include "core/random.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

struct Sample {
  std::string text{};
  std::string kind{};  // "" = nothing private
  std::size_t start = 0;
  std::size_t end = 0;
};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  Sample next() {
    Sample out;
    std::string what;
    switch (random_.below(12)) {
      case 0:
        return decoy();
      case 1:
        return decoy();
      case 2:
      case 3:
        return put("phone", phone_frames_[below(phone_frames_.size())], phone());
      case 4:
      case 5:
        return put("email",
                   pick({"Write to me at {} please", "{} is my mail, streetlight is out",
                         "my e-mail: {}. Thanks", "(contact {})", "mi correo es {}"}),
                   email());
      case 6:
        return put("ssn",
                   pick({"my SSN is {} why do you need it", "ssn: {}",
                         "social security number {} was on the form",
                         "I was asked for {} at the counter"}),
                   ssn());
      case 7:
        return put("card",
                   pick({"charged twice on {} for parking", "card number {}, refund me",
                         "mi tarjeta {} no pasa", "I paid with {} at the meter"}),
                   card());
      case 8:
      case 9:
        return put("plate",
                   pick({"abandoned van, license plate {}, for weeks",
                         "car with plate {} blocks the alley", "plates: {}",
                         "placas {} estacionado en mi calle", "license plate number {}"}),
                   plate());
      case 10:
        return put("address",
                   pick({"I live at {} and the noise is terrible",
                         "my address is {}, nobody picked up the trash",
                         "We live at {}. Please plow our street", "Vivo en {} y hay un bache",
                         "My house is at {}, water in the basement"}),
                   address());
      default:
        return decoy();
    }
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  std::string pick(std::initializer_list<const char*> from) {
    return *(from.begin() + below(from.size()));
  }
  std::string digits(std::size_t count) {
    std::string out;
    while (out.size() < count) out += static_cast<char>('0' + below(10));
    return out;
  }
  std::string letters(std::size_t count) {
    std::string out;
    while (out.size() < count) out += static_cast<char>('A' + below(26));
    return out;
  }

  static Sample put(const std::string& kind, const std::string& frame, const std::string& what) {
    const std::size_t at = frame.find("{}");
    std::string text = frame;
    return {text.replace(at, 2, what), kind, at, at + what.size()};
  }

  std::string phone() {
    const std::string area = pick({"303", "720", "970", "719", "212", "415"});
    const std::string exchange = pick({"555", "913", "640", "232", "865"});
    const std::string line = digits(4);
    switch (below(7)) {
      case 0:
        return area + "-" + exchange + "-" + line;
      case 1:
        return "(" + area + ") " + exchange + "-" + line;
      case 2:
        return area + "." + exchange + "." + line;
      case 3:
        return area + " " + exchange + " " + line;
      case 4:
        return "+1 " + area + " " + exchange + " " + line;
      case 5:
        return "1-" + area + "-" + exchange + "-" + line;
      default:
        return area + exchange + line;
    }
  }

  std::string email() {
    const std::string name = pick({"maria.lopez", "j_smith", "tom+city", "ana99", "r.o-neil"});
    return name + "@" + pick({"example.com", "mail.example.org", "correo.example.mx"});
  }

  std::string ssn() {
    const std::string sign = pick({"-", " "});
    return std::to_string(100 + below(565)) + sign + std::to_string(10 + below(90)) + sign +
           std::to_string(1000 + below(9000));
  }

  // The last digit makes the sum right (Luhn).
  std::string card() {
    std::string number = pick({"4", "51", "37", "6011"});
    const std::size_t size = number == "37" ? 15 : 16;
    number += digits(size - 1 - number.size());
    int sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
      const int digit = number[number.size() - 1 - i] - '0';
      sum += i % 2 == 0 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
    }
    number += static_cast<char>('0' + (10 - sum % 10) % 10);
    if (size != 16 || below(2) == 0) return number;
    const std::string sign = pick({" ", "-"});
    return number.substr(0, 4) + sign + number.substr(4, 4) + sign + number.substr(8, 4) + sign +
           number.substr(12);
  }

  std::string plate() {
    switch (below(4)) {
      case 0:
        return letters(3) + "-" + digits(3);
      case 1:
        return letters(3) + digits(4);
      case 2:
        return letters(2) + digits(3) + letters(1);
      default:
        return letters(3) + " " + digits(3);
    }
  }

  std::string address() {
    return std::to_string(100 + below(9000)) + " " +
           pick({"Bannock St", "Elm Street", "S Pearl St", "East Colfax Ave", "Larimer St",
                 "W 32nd Ave", "Federal Blvd", "Josephine Street"});
  }

  Sample decoy() {
    const std::string number = digits(4);
    switch (below(14)) {
      case 0:
        return {"pothole at " + address() + ", please fix"};
      case 1:
        return {"case 26-" + digits(6) + " is still open"};
      case 2:
        return {"order " + std::to_string(1 + below(9)) + digits(11) + " never came"};
      case 3:
        return {"it happened on 2026-03-" + std::to_string(10 + below(19)) +
                " at 10:15:" + std::to_string(10 + below(49))};
      case 4:
        return {"@Test311 bus " + number + " is late on route 15"};
      case 5:
        return {"my rent went from $1,450 to $2,100 in " + number};
      case 6:
        return {"zip 80202-" + number + ", council district 10"};
      case 7:
        return {"39.7392, -104.9903 is where the pole is down"};
      case 8:
        return {"call 311 or 911, I tried 3 times"};
      case 9:
        return {"the van has no license plate at all"};
      case 10:
        return {"part number " + digits(9) + " of the meter"};
      case 11:
        return {"ticket A" + digits(7) + " for parking"};
      case 12:
        return {"scores 21-14, 3-2 and 100-98 tonight"};
      default:
        return {"https://example.org/case/" + digits(10) + " has the photo"};
    }
  }

  SeededRandom random_;
  std::vector<std::string> phone_frames_{"call me at {} please", "Mi número es {}, gracias",
                                         "{} is my cell", "phone: {}. Pothole on Elm",
                                         "text {} when the crew comes"};
};

}  // namespace

TEST_CASE("of 2,000 made-up texts 98 in 100 private things are found and 1 in 100 decoys at most") {
  const std::string geography = std::string(SOCIAL311_SOURCE_DIR) + "/samples/denver/geography";
  TempFolder folder;
  write_small_city(folder);
  const LoadedRules city =
      load_rules(folder.path(), std::filesystem::is_directory(geography) ? geography : "");
  REQUIRE(city.classifier);
  Maker maker(2'000);
  std::map<std::string, std::pair<int, int>> found;  // by kind: found, all
  int wrong = 0;
  int decoys = 0;
  for (int i = 0; i < 2'000; ++i) {
    const Sample sample = maker.next();
    Post post;
    post.text = sample.text;
    bool right = false;
    bool other = false;
    for (const PrivateSpan& span : city.classifier->classify(post, Instant{}).pii) {
      const bool covers = span.start <= sample.start && span.end >= sample.end;
      const bool same = !sample.kind.empty() && span.kind == sample.kind && covers;
      right = right || same;
      other = other || !same;
    }
    if (sample.kind.empty()) ++decoys;
    if (!sample.kind.empty()) ++found[sample.kind].second;
    if (right) ++found[sample.kind].first;
    if (other) ++wrong;
    if (other || (!right && !sample.kind.empty()))
      MESSAGE((other ? "wrong in: " : "missed: ") << sample.kind << ": " << sample.text);
  }
  int all = 0;
  int right = 0;
  for (const auto& [kind, count] : found) {
    std::cout << kind << ": " << count.first << " of " << count.second << "\n";
    right += count.first;
    all += count.second;
  }
  std::cout << "found " << right << " of " << all << ", wrong in " << wrong << " of 2000 ("
            << decoys << " decoys)\n";
  CHECK(found.size() == 6);
  CHECK(decoys > 400);
  CHECK(right >= all * 98 / 100);
  CHECK(wrong <= 20);
}

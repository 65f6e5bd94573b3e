#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

// "phone=720-555-0100 email=…" of a text.
std::string private_parts(const std::string& text) {
  static const SmallCity city;
  std::string out;
  for (const PrivateSpan& span : city.read(text).pii) {
    out +=
        (out.empty() ? "" : " ") + span.kind + "=" + text.substr(span.start, span.end - span.start);
  }
  return out;
}

std::string language(const std::string& text, const std::string& hint = "") {
  static const SmallCity city;
  Post post;
  post.text = text;
  post.lang = hint;
  return city->classify(post, Instant{}).language;
}

}  // namespace

TEST_CASE("phone numbers are found as people write them and other numbers are left alone") {
  CHECK(private_parts("call me 303-555-0142 now") == "phone=303-555-0142");
  CHECK(private_parts("ñ📞 (720) 913-1311 📞") == "phone=(720) 913-1311");
  CHECK(private_parts("+1 720 913 1311") == "phone=+1 720 913 1311");
  CHECK(private_parts("1437 Bannock St 80202") == "");
  CHECK(private_parts("case 26-000123, order 12345678901234, 2026-03-02 10:15:00") == "");
}

TEST_CASE("social security and card numbers need their form or their sum") {
  CHECK(private_parts("mine is 123-45-6789.") == "ssn=123-45-6789");
  CHECK(private_parts("SSN 123456789") == "ssn=123456789");
  CHECK(private_parts("part 123456789") == "");
  CHECK(private_parts("000-12-3456 666-12-3456 900-12-3456") == "");
  CHECK(private_parts("card 4111 1111 1111 1111 ok") == "card=4111 1111 1111 1111");
  CHECK(private_parts("card 4111 1111 1111 1112 ok") == "");
}

TEST_CASE("e-mail addresses are private") {
  CHECK(private_parts("josé.núñez@correo.example.mx me") == "email=josé.núñez@correo.example.mx");
  CHECK(private_parts("@Test311 hi") == "");
}

TEST_CASE("a plate is private where the word plate stands before it") {
  CHECK(private_parts("red van, license plate ABC-123, parked for weeks") == "plate=ABC-123");
  CHECK(private_parts("placas XYZ4821") == "plate=XYZ4821");
  CHECK(private_parts("bus ABC-123 is late") == "");
  CHECK(private_parts("license plate missing on a van") == "");
}

TEST_CASE("a home is private and the place of a pothole is not") {
  CHECK(private_parts("I live at 1437 Bannock St and it is loud") == "address=1437 Bannock St");
  CHECK(private_parts("my address is 12 Elm Street") == "address=12 Elm Street");
  CHECK(private_parts("Vivo en 12 Elm Street") == "address=12 Elm Street");
  CHECK(private_parts("pothole at 1437 Bannock St") == "");
  CHECK(private_parts("I live at home. Pothole at 1437 Bannock St") == "");
}

TEST_CASE("English and Spanish are told apart and little text stays undetermined") {
  CHECK(language("There is a huge pothole on my street") == "en");
  CHECK(language("Hay un bache enorme en la calle") == "es");
  CHECK(language("Por favor arreglen el semáforo de Colfax y Broadway") == "es");
  CHECK(language("Bache enorme en Colfax") != "en");
  CHECK(language("") == "und");
  CHECK(language("🚧🚧 @Test311 https://x.org/the") == "und");
  CHECK(language("ok") == "und");
}

TEST_CASE("other languages are marked") {
  CHECK(language(
            "Il y a un énorme nid-de-poule dans ma rue depuis trois semaines, merci de réparer") ==
        "fr");
  CHECK(language("Có một ổ gà rất lớn trên đường phố trước nhà tôi và không ai sửa chữa nó") ==
        "vi");
  CHECK(language("На нашей улице уже три недели огромная яма и никто ничего не делает") == "ru");
}

TEST_CASE("the network's word settles only what the words leave open") {
  CHECK(language("pothole street", "en") == "en");
  CHECK(language("Hay un bache enorme en la calle", "en") == "es");
}

TEST_CASE("abuse is a strength and does not change the decision") {
  const SmallCity city;
  const Finding rude = city.read("please fix the pothole you idiots");
  const Finding kind = city.read("please fix the pothole you people");
  CHECK(rude.abuse > 0.5);
  CHECK(kind.abuse == 0);
  CHECK(rude.service_request == doctest::Approx(kind.service_request));
}

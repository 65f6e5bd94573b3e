#include "connectors/twitter/top_level_domains.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace social311::connectors::twitter {
namespace {

// Country codes, then the generic endings in use, then those in other scripts.
constexpr const char32_t* endings =
    UR"(
ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br
bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee
eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm
hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li
lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne
nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc
sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tp tr tt
tv tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw

com net org edu gov mil int info biz name pro aero asia cat coop jobs mobi museum post tel travel
xxx arpa academy accountant accountants actor ads adult africa agency airforce amsterdam analytics
apartments app arab archi army art associates attorney auction audi audible audio author auto
autos aws baby band bank bar barcelona bargains baseball basketball bayern beauty beer berlin best
bet bible bid bike bingo bio black blackfriday blog bloomberg blue boats bond boo book booking
boston bot boutique box broadway broker brussels build builders business buy buzz cab cafe call
cam camera camp cancerresearch capetown capital car cards care career careers cars casa cash
casino catering center ceo cfd charity chat cheap christmas chrome church circle citic city claims
cleaning click clinic clothing cloud club coach codes coffee college cologne community company
compare computer condos construction consulting contact contractors cooking cool country coupon
coupons courses credit creditcard cricket cruises cyou dad dance data date dating day deal dealer
deals degree delivery democrat dental dentist desi design dev diamonds diet digital direct
directory discount diy docs doctor dog domains dot download drive dubai earth eat eco education
email energy engineer engineering enterprises equipment esq estate events exchange expert exposed
express fail faith family fan fans farm farmers fashion feedback film final finance financial fire
fish fishing fit fitness flights florist flowers fly foo food football forex forsale forum
foundation free frl fun fund furniture futbol fyi gallery game games garden gay gdn gift gifts
gives giving glass global gmail gmbh gold golf goo goog google gop graphics gratis green gripe
grocery group guide guitars guru hair hamburg haus health healthcare help helsinki here hiphop hiv
hockey holdings holiday homes horse hospital host hosting hot hotel hotels house how icu immo
immobilien inc industries ing ink institute insurance insure international investments irish ist
istanbul java jetzt jewelry joburg juegos kaufen kids kim kitchen kiwi koeln kyoto land lat latino
law lawyer lease legal lgbt life lifestyle lighting like limited limo link live living llc loan
loans locker lol london lotto love ltd ltda luxe luxury madrid maison makeup management mango map
market marketing markets mba med media meet melbourne meme memorial men menu miami microsoft mini
mobile moda moe moi mom monash money mormon mortgage moscow moto motorcycles mov movie music
nagoya navy network neustar new news nexus ngo ninja now nowruz nyc observer okinawa one ong onl
online ooo open oracle orange organic osaka ott page paris pars partners parts party pay pet
pharmacy phd photo photography photos physio pics pictures pid pin pink pioneer pizza place play
plumbing plus poker porn press prime prod productions prof promo properties property protection
pub qpon quebec racing radio read realestate realtor realty recipes red rehab reise reisen rent
rentals repair report republican rest restaurant review reviews rich rio rip rocks rodeo room rsvp
rugby ruhr run ryukyu saarland safe sale salon samsung sarl save sbs scb school schule science
scot search secure security select services sex sexy shia shiksha shoes shop shopping show silk
singles site ski skin sky skype smile sncf soccer social software solar solutions song sony soy
spa space sport spot srl stockholm storage store stream studio study style sucks supplies supply
support surf surgery swatch swiss sydney systems taipei talk tatar tattoo tax taxi team tech
technology tennis theater theatre tickets tienda tips tires tirol today tokyo tools top tours town
toyota toys trade trading training trust tube tui university uno vacations vegas ventures
versicherung vet viajes video villas vin vip virgin vision viva vlaanderen vodka vote voting voto
voyage wales walmart wang watch watches weather web webcam weber website wed wedding whoswho wien
wiki win wine winners work works world wow wtf xbox xerox xin xyz yachts yahoo yandex yoga
yokohama you youtube yun zip zone zuerich

рф рус бел бг ею мкд мон срб укр қаз москва онлайн сайт дети
ком орг 中国 中國 香港 台湾 台灣 新加坡 澳門 公司 网络 網絡 商城 网址 在线 中文网 网站 公益 政务
移动 我爱你 商店 集团 游戏 手机 餐厅 时尚 广东 佛山 机构 新闻 信息 企业 娱乐 慈善 健康 한국 삼성 닷컴
닷넷 みんな コム グーグル クラウド ストア セール ファッション ポイント アマゾン 世界 भारत संगठन
नेट कॉम ভারত বাংলা భారత్ ભારત ਭਾਰਤ இந்தியா இலங்கை
சிங்கப்பூர் ලංකා ไทย คอม გე ελ ευ հայ ישראל קום پاکستان
ایران فلسطين امارات السعودية الاردن الجزائر المغرب تونس
سوريا سودان عراق عمان قطر مصر مليسيا موريتانيا موقع شبكة
بازار همراه بيتك عرب كوم العليان بھارت اليمن
)";

std::unordered_set<std::u32string> read_endings() {
  std::unordered_set<std::u32string> out;
  std::u32string word;
  for (const char32_t* c = endings; *c != 0; ++c) {
    if (*c != U' ' && *c != U'\n') {
      word += *c;
    } else if (!word.empty()) {
      out.insert(std::move(word));
      word.clear();
    }
  }
  return out;
}

const std::unordered_set<std::u32string>& known_endings() {
  static const std::unordered_set<std::u32string> endings_set = read_endings();
  return endings_set;
}

bool is_ascii_alnum(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

bool may_follow(char32_t c) {
  return !is_ascii_alnum(c) && c != U'@' && c != U'+' && c != U'-';
}

// "xn--" with letters, digits and hyphens is taken unseen.
std::size_t punycode_ending(const std::u32string& lowered) {
  if (lowered.rfind(U"xn--", 0) != 0) return 0;
  std::size_t end = 4;
  while (end < lowered.size() && (is_ascii_alnum(lowered[end]) || lowered[end] == U'-')) ++end;
  return end > 4 ? end : 0;
}

constexpr std::size_t longest_punycode = 64;
constexpr std::size_t longest_ending = 20;

bool is_known(std::u32string_view ending) {
  return known_endings().contains(std::u32string(ending));
}

}  // namespace

std::size_t known_ending(std::u32string_view text) {
  std::u32string lowered(text.substr(0, longest_punycode));
  for (char32_t& c : lowered) {
    if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
  }
  if (const std::size_t punycode = punycode_ending(lowered)) return punycode;
  const std::u32string_view start = std::u32string_view(lowered).substr(0, longest_ending);
  const auto ascii = static_cast<std::size_t>(
      std::find_if_not(start.begin(), start.end(), is_ascii_alnum) - start.begin());
  if (ascii > 0) {  // no letter may follow, so there is one length to try
    const bool ends_here = ascii == text.size() || may_follow(text[ascii]);
    return ends_here && is_known(start.substr(0, ascii)) ? ascii : 0;
  }
  for (std::size_t length = start.size(); length >= 2; --length) {
    const bool ends_here = length == text.size() || may_follow(text[length]);
    if (ends_here && is_known(start.substr(0, length))) return length;
  }
  return 0;
}

}  // namespace social311::connectors::twitter

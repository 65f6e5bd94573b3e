// What every network is to the rest of the house. A connector parses, polls, publishes and looks up
// its own replies; it keeps no state of its own but a session, knows no database, and never logs.
// Adding a network: a folder that implements Network, and one line in connectors/registry.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/http.h"
#include "core/length.h"
#include "core/post.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace social311::connectors {

// Where tokens that rotate are kept, encrypted, across restarts and processes. Implemented over the
// database.
class Vault {
 public:
  virtual ~Vault() = default;
  virtual std::optional<Secret> load(const std::string& name) = 0;
  // Under a lock that all processes share: `next` sees the newest value and returns the one to keep
  // (empty = keep as it is). The one place where a network call runs inside a lock: a refresh token
  // is single-use, two refreshers would break the chain.
  virtual void update(const std::string& name,
                      const std::function<std::optional<Secret>(std::optional<Secret>)>& next) = 0;
};

struct Account {
  std::string network{};
  std::string id{};        // the network's own stable id
  std::string handle{};    // without @
  std::string base_url{};  // every call goes below it
  std::vector<std::string> listen{};
  ReplyMode reply = ReplyMode::approve;
  std::string api_names = "post";  // X and Graph: "post" (2.167) or "tweet" (2.166)
  std::string api_version{};
  // X: "self_serve" or "enterprise", the contract the app has with the network. It decides what
  // calls cost and who may be answered.
  std::string tier = "self_serve";
  std::map<std::string, Secret> credentials{};
  int poll_every_s = 60;

  std::string key() const { return network + "/" + id; }
};

// What one thing costs, in millionths of a US dollar (X: pricing.mdx; 0 = free). The meter of the
// service multiplies; a price is the highest the network may take, some repeats are free there.
struct Prices {
  std::int64_t own_read = 0;  // a post of a feed that addresses the account
  std::int64_t post_read = 0;
  std::int64_t message_read = 0;
  std::int64_t user_read = 0;
  std::int64_t reply = 0;
  std::int64_t post = 0;  // of our own, that answers nothing
  std::int64_t reply_with_url = 0;
  std::int64_t message = 0;
};

// What a call used of the account's budget besides the call itself (the service counts those where
// the HttpClient is). At most: a network that charges a post once a day may take less.
struct Spend {
  int reads = 0;               // resources that were returned
  std::int64_t micro_usd = 0;  // of reads and writes
};

// What a network can do for us, and what our own texts must keep to.
struct Capabilities {
  LengthRule length{};
  std::optional<LengthRule> message_length{};  // of a direct message; empty = as `length`
  ReplyPolicy policy = ReplyPolicy::human;     // after "settled absent"
  bool chooses_key = false;                    // a key of ours makes a repeat harmless
  bool since_is_exclusive_id = true;
  std::optional<int>
      reach{};  // only this many newest items can ever be read (X: of `mentions`, 800)
  std::optional<std::chrono::hours>
      window{};  // only this far back (X: of `search:`, 7 days; see Page::clipped)
  // How far read_page steps back behind the ask's lower bound by itself, because networks index
  // late. The caller gives the plain cursor; what is read twice is stored once.
  std::chrono::seconds overlap{90};
  // An ask with a lower id and no upper one gives the oldest unread page first, and `next` goes on
  // upward. The caller then moves its cursor to each page's newest_id, in the page's transaction:
  // no gap arises. newest_id may stay behind the page's posts ("" = the cursor stays), never before
  // something unread.
  bool pages_forward = false;
  // False: a page may hold anything above the lower bound, and later pages newer posts than earlier
  // ones (Meta's edges fan out). The caller moves its cursor when the walk has come to its end, and
  // goes on with `next` where it was interrupted, or from the old cursor.
  bool pages_in_order = true;
  // Ids name a post on the account's own server only (Mastodon): two servers may use the same one.
  bool ids_per_server = false;
  bool shows_edits = false;  // read_posts brings the newest text of an edited post
  bool removes_own = false;  // remove_own works
  bool takes_push = false;   // take_push works (where the credentials for it are there)
  bool sends_messages = false;
  // A direct message may be answered this long after the person's last one (Meta: 24 h), and by a
  // person writing by hand this long (Meta: 7 days, where granted). Empty = no limit.
  std::optional<std::chrono::hours> message_window{};
  std::optional<std::chrono::hours> message_window_by_hand{};
  // A public post takes one private reply to its author this long (Meta: 7 days). Empty = never.
  std::optional<std::chrono::hours> private_reply_window{};
  // A direct message may answer a public post (Mastodon); elsewhere only who wrote one first.
  bool messages_anybody = false;
  Prices prices{};
  // Why publish takes no post of our own that answers nothing (OutgoingReply::notice), a sentence
  // for staff; "" = it does.
  std::string no_notices{};
};

// Asks for one page of a feed, newest first, between two ids (both exclusive, "" = open). Give ids
// and times both where they are known: X goes by the ids, Bluesky (whose ids have no order) by the
// times. The walk, its gaps and its cursors are the caller's (service/poll.cpp); the same ask with
// the answer's `next` continues it.
struct PageAsk {
  std::string listen{};  // one word of the account's `listen`
  std::string since_id{};
  std::optional<Instant> since_at{};
  std::string until_id{};
  std::optional<Instant> until_at{};
  std::string next{};  // from the page before
  Instant now{};
};

struct Page {
  std::vector<Post> posts{};  // newest first, the account's own included
  std::string newest_id{};    // of this page; "" when it is empty
  std::string oldest_id{};
  std::optional<Instant> newest_at{};
  std::optional<Instant> oldest_at{};
  std::string next{};                   // "" = nothing further down
  std::vector<std::string> problems{};  // partial errors beside the data, each a sentence
  std::vector<std::string>
      unreadable{};  // raw JSON of items that could not be parsed, for the dead letters
  // The lower bound could not be honoured (older than the network's window): what lies between is
  // lost. Told once a walk, on its first page that holds posts or is the last.
  std::optional<std::string> clipped{};
  std::optional<int> remaining{};  // calls left in the network's window
  std::optional<Instant> resets_at{};
  // Share of a budget that all calls of the account draw from, where the network tells it (Meta's
  // usage headers, the fullest of them; 1 = throttled). Polling slows from .75 and stops at .9
  // until `resets_at`; what is left is for replies.
  std::optional<double> used_share{};
  Spend spend{};
};

struct OutgoingReply {
  std::string target_id{};  // post to answer
  std::string text{};
  std::string marker{};       // stands in the text, unique per intent
  std::string network_key{};  // chosen before the first attempt, the same for all of them; "" where
                              // the network has none
  std::string language{};     // ISO 639-1
  Instant composed_at{};      // the same for all attempts: some networks hash the record
  bool direct_message = false;
  std::string conversation{};   // of a direct message
  std::string recipient_id{};   // author of the target: to whom a direct message goes
  std::string target_parent{};  // the target's own in_reply_to
  Instant target_at{};  // when the target was written: networks close the answer after a time
  // A direct message to the author of a public post (Meta's private reply: one a comment, within 7
  // days). `direct_message` is true as well.
  bool private_reply = false;
  // A post of the account's own to everybody: it answers nothing, `target_id` is "". read_own shows
  // it with in_reply_to "".
  bool notice = false;
  bool written_by_person = false;  // some windows are open to a person's words only
};

// The end of one attempt to write. Anything that is not known to be one of the first three is
// `unknown`.
struct PublishOutcome {
  enum class Kind { sent, rejected, not_sent, unknown };
  Kind kind = Kind::unknown;
  std::string remote_id{};  // sent only
  int http_status = 0;
  std::string platform_code{};  // the network's own error name
  std::string message{};        // for the case's history
  // not_sent; or of an unknown end under a key: not to be repeated before
  std::optional<std::chrono::milliseconds> retry_after{};
  bool park_account = false;  // credentials, credits: a person must act
  // The network stopped writes only (Meta 368): reading goes on, sending waits for a person.
  bool park_writes = false;
  Spend spend{};
};
const char* name_of(PublishOutcome::Kind kind);

// One post of our own account as the network shows it.
struct OwnPost {
  std::string remote_id{};
  std::string in_reply_to{};
  std::string text{};
  Instant created_at{};
};

// A read of our own posts. It proves absence only when `complete`: it succeeded and went back to
// `since`.
struct OwnRead {
  std::vector<OwnPost> posts{};
  bool complete = false;
  std::chrono::milliseconds skew{0};  // network's clock minus ours, from its Date header
  Spend spend{};
};

// Why a post is no longer to be shown: its author removed it, somebody hid it (Meta), or the
// network withholds it (protected, suspended, withheld in a country).
enum class Gone { deleted, hidden, withheld };
const char* name_of(Gone why);

// The newest forms of known posts. An id in neither list could not be judged this time: ask again,
// change nothing.
struct Reread {
  std::vector<Post> posts{};
  std::map<std::string, Gone> gone{};
  std::vector<std::string> problems{};
  Spend spend{};
};

struct Health {
  bool ok = false;
  std::string message{};                   // what is wrong and what to do
  std::optional<Instant> token_ends_at{};  // where the network tells it
  std::vector<std::string> warnings{};  // works, but: a version drift, a scope that is missing …
};

// A person's way to new tokens through the network's own page (OAuth 2.0 code with PKCE, RFC 7636).
struct SignInPage {
  std::string url{};    // to open in a browser; holds no secret
  std::string state{};  // must come back unchanged
  Secret verifier{};
};

// A webhook's request as it arrived: signatures are over the raw bytes.
struct Push {
  std::string method{};
  std::vector<std::pair<std::string, std::string>> query{};  // decoded
  HttpHeaders headers{};
  std::string body{};
};

// What to answer and what it brought. Nothing is believed but a signed body; what a push says
// without the post itself (`touched`) is read through read_posts.
struct Pushed {
  int status = 404;
  std::string content_type = "text/plain";
  std::string body{};
  std::vector<Post> posts{};
  std::vector<std::string> touched{};
  std::map<std::string, Gone> gone{};
  std::vector<std::string> unreadable{};
};

class Network {
 public:
  virtual ~Network() = default;
  virtual const Capabilities& capabilities() const = 0;
  // Thread-safe as far as the HttpClient is. retry_later carries retry_after where the network said
  // so; denied = park the account.
  virtual Result<Page> read_page(const PageAsk& ask) = 0;
  // At most one write leaves. Never throws.
  virtual PublishOutcome publish(const OutgoingReply& reply, Instant now) = 0;
  // Own posts back to `since`; `keys` are network keys to look up where the network has them.
  virtual Result<OwnRead> read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                                   Instant now) = 0;
  // The newest form of known posts, or why they are gone.
  virtual Result<Reread> read_posts(const std::vector<std::string>& ids, Instant now) = 0;
  virtual Health check(Instant now) = 0;
  // What sending this may cost, in millionths of a US dollar: for the person before they send it,
  // and for the meter. On X a link makes a reply many times dearer.
  virtual std::int64_t cost_of(const OutgoingReply& reply) const;
  // What the server told of its limits, for other processes' objects of the same account (they
  // compose, this one reads): text for take_limits, "" = nothing was told. Never throws; text that
  // cannot be read changes nothing. Thread-safe.
  virtual std::string told_limits() const;
  virtual void take_limits(std::string_view told);
  // A key for a new reply ("" where the network has none).
  virtual std::string new_key(Instant now, Random& random) const = 0;
  // Is `a` newer than `b` in this network's order of ids? False where ids have no order.
  virtual bool newer(std::string_view a, std::string_view b) const = 0;
  // Takes back a post of our own (a late duplicate). `sent` = it is gone. Never throws.
  virtual PublishOutcome remove_own(const std::string& remote_id, Instant now);

  // Bringing tokens. Fault rejected: this network has no such page (says which file to renew).
  // `finish` stores the tokens in the vault; the code lives for seconds.
  virtual Result<SignInPage> begin_sign_in(const std::string& redirect_uri, Random& random);
  virtual Result<Done> finish_sign_in(const SignInPage& page, const std::string& redirect_uri,
                                      const std::string& code, Instant now);

  // Optional push; polling stays the backstop. Never throws; 404 where there is none.
  virtual Pushed take_push(const Push& push, Instant now);
};

// Why a post may be answered although its author did not speak to us (X, Enterprise apps). A person
// may; a machine never does.
inline constexpr const char* unsummoned = "not summoned, allowed to Enterprise apps";

struct NetworkParts {  // borrowed, must outlive the network
  HttpClient& http;
  Vault& vault;
  Clock& clock;
  Random& random;
};

// Fault (rejected): unknown network, or credentials that this network cannot work with; names the
// key.
Result<std::unique_ptr<Network>> make_network(const Account& account, NetworkParts parts);
std::vector<std::string> known_networks();
// What an empty `listen` stands for: everything that addresses the account. Empty for an unknown
// network.
std::vector<std::string> default_listen(const std::string& network);
// The feeds an account is read through, each with a cursor of its own: its `listen` (or what an
// empty one stands for), a search that is too long for one request parted into several. The same
// words give the same feeds.
std::vector<std::string> feeds_of(const Account& account);
// A sentence that names the words this network knows; empty = the word is fine. In a Bluesky search
// `{handle}` stands for the account's handle.
std::optional<std::string> check_listen(const std::string& network, const std::string& word);

}  // namespace social311::connectors

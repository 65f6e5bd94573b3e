#include "service/config.h"

namespace social311::service {

// Lines that begin with # and a letter or bracket are keys to uncomment; the rest of the comments
// begin with # and a blank. A test uncomments them all and loads the result.
std::string example_config() {
  return R"toml(# Configuration of social311. Every key is optional unless it says otherwise.
# Relative paths start at this file's folder. An unknown key, a wrong type or a bad unit is an error with
# file:line:column. A variable SOCIAL311_<SECTION>_<KEY> overrides a key of the sections in single
# brackets, for example SOCIAL311_WEB_LISTEN=127.0.0.1:9000; lists are separated by commas.
# `social311 config check` validates and shows where each value came from.

[city]
name = "Denver"
# A name of the tz database. Business hours, deadlines and quiet rules are local times.
timezone = "America/Denver"
# ISO 639-1, the first is the fallback of replies.
languages = ["en", "es"]
# A folder with *neighborhood*.geojson (property name) and, if you have them, *district*.geojson,
# *boundary*.geojson, *cities*.geojson, *street*.tsv (first column a street) and *place*.tsv
# (name, lat, lon). Missing: the sample city's.
#geography = "geography"

[database]
# Empty: a private PostgreSQL cluster under data_dir. Else postgresql://user@host/name, without a password.
url = ""
# For a url with a password: a file (mode 0600) that holds the whole url and nothing else.
#url_file = "secrets/database-url"
# The private cluster, the key that seals tokens, locks.
data_dir = "var"

[web]
# ADDRESS:PORT. Keep it on loopback and put a TLS proxy in front; port 0 takes any free one.
listen = "127.0.0.1:8311"
# How browsers and residents reach it: status links begin with it. http is for loopback hosts only.
# Missing: http and the listening address.
public_url = "http://127.0.0.1:8311"
# Addresses whose X-Forwarded-For is believed.
trusted_proxies = []

[rules]
# The folder of the rule set; `social311 rules check` validates it. Missing: the sample city's.
#directory = "rules"
# What `social311 rules train` learned from labelled posts, a file. It belongs to one state of the rules: after a
# change of theirs train again, `rules check` and the start say so. Empty: the rules' own weights.
weights = ""

[sender]
# Seconds that an unknown outcome is looked up on the network before the policy decides: 1 to 86400.
settle_s = 900
# Seconds that a reply written by a person can be taken back: 0 to 3600. Automatic ones leave at once.
undo_s = 10
# So many replies leave an account by themselves in an hour: 0 to 1000000. Beyond it they are drafts for a person, but
# for the fixed text to who is in danger, and the log says flood_brake.
automatic_per_hour = 600
# So many of them go to one author in 24 hours, over all conversations: 1 to 1000000. Beyond it the same, and the log
# says author_brake. It stops two machines that answer each other.
automatic_per_author_per_day = 20
# A reply that only a person can decide has waited so many seconds: the page Health, `doctor` and /readyz say so and
# people on duty are told, once until all are decided: 1 to 604800.
needs_person_alarm_s = 3600

# Hot topics are on the console's page Trends; here: to whom else they are told, each episode once.
[trends]
# A call a hot topic: POST with JSON. https, http for loopback hosts only. Empty: none.
webhook_url = ""
# A file (mode 0600) with the secret, 16 characters or more, that signs the calls: the header
# X-Social311-Signature is t=SECONDS,v1=HEX, HEX the HMAC-SHA256 of "SECONDS.BODY". Required with webhook_url
# unless webhook_form is slack.
#webhook_secret_file = "secrets/webhook"
# social311: our own fields. slack: {"text", "blocks"}, for incoming webhooks of Slack and the like.
webhook_form = "social311"
# Mail addresses. Empty: no mail.
email_to = []
# Required with email_to.
#email_from = "social311@city.example"
# A sendmail-compatible program (Debian: msmtp-mta) that reads the mail from its input. Words are separated by
# blanks; there is no shell.
#sendmail = "/usr/sbin/sendmail -t -i"
# A summary of the last day at this local time, by the same ways. Empty: none.
digest_at = ""
# Local span in which nothing is sent; what is found meanwhile leaves at its end. Empty: none.
quiet_hours = ""

# Where a place lies that a post names and the city's own map does not know: a service of other people is asked
# after the case is open, about public posts only; an answer is kept, so no place is asked twice. What residents
# write of a place leaves this machine.
[geocoder]
# none; arcgis: the city's own ArcGIS geocoder; nominatim: a Nominatim server, best of one's own.
service = "none"
# Required with a service. arcgis: https://…/GeocodeServer, nominatim: https://host. http is for loopback hosts only.
#base_url = "https://gis.city.example/arcgis/rest/services/Locator/GeocodeServer"
# Put behind what the post says.
#city = "Denver, CO"
# Required with a service: west,south,east,north in degrees. Points elsewhere are nobody's.
#area = "-105.11,39.61,-104.60,39.92"
# nominatim requires one that names the operator and a way to reach them.
#user_agent = "Denver 311, 311@city.example"
# Never more calls than these, whatever waits; a day is of UTC. The public Nominatim server allows 60 a minute.
calls_minute = 30
calls_day = 1000
# Days that an answer is kept, "not known" too: 1 to 365.
keep_days = 90

# One block for each official account on each network.
#[[account]]
# Required: twitter, facebook, instagram, bluesky or mastodon.
#network = "twitter"
# Required: the network's own stable id, not the handle. mastodon: the `id` that the account's server
# answers to GET /api/v1/accounts/verify_credentials.
#id = "2244994945"
# Required, without @.
#handle = "Denver311"
# Required: scheme, host and an optional prefix. Every call goes below it, token refresh included.
#base_url = "https://api.x.com"
# Required: flat TOML of strings, mode 0600 or stricter.
# twitter: bearer_token, access_token, refresh_token, client_id, client_secret; or consumer_key,
# consumer_secret, token, token_secret. facebook, instagram: page_access_token, app_secret, page_id,
# ig_user_id. bluesky: identifier, app_password. mastodon: access_token (scopes read and
# write:statuses; created in the account's settings under Development).
#credentials_file = "secrets/twitter.toml"
# The ceiling of freshness in seconds, 1 to 86400; the rate budget may slow it.
#poll_every_s = 60
# What the account may cost, counted in UTC: dollars a month (networks that sell reads and posts; at most what
# they may take), resources read a day, calls a day. Missing: no ceiling. Replies may use all of it, looking
# after open conversations nine tenths, mentions and messages eight, searches six, catching up five; money is
# spread over the month. What is not read for want of budget shows as a gap and is caught up with.
#budget_usd_month = 200
#budget_reads_day = 100000
#budget_calls_day = 20000
# twitter: mentions, direct_messages, search:QUERY. facebook: posts, comments, messages.
# instagram: comments, tags, hashtag:TAG, messages. bluesky: mentions, search:QUERY.
# mastodon: mentions, hashtag:TAG, direct_messages.
# Missing or empty: everything that addresses the account.
#listen = ["mentions", "search:(pothole OR \"street light\")"]
# off: drafts only. approve: a person sends each reply. acknowledge: the receipt goes out by itself.
#reply = "approve"
# X and Graph only: "post" or "tweet", the names their API uses for this app; and the API's version.
#api_names = "post"
#api_version = "2"
# X only: what the app is sold as. It decides who may be answered and what calls cost.
#tier = "self_serve"     # or "enterprise"

# Four eyes: a reply that a person writes or releases and that matches one of these blocks waits for a second person
# of role approver, supervisor or admin. What leaves by itself waits for nobody. In each list: missing means all.
#[[approval]]
# Required: as the page and the history name it.
#name = "agents' answers"
# network/id of accounts above.
#accounts = ["twitter/2244994945"]
# receipt, question, answer, closing, handover, notice. A receipt is asked about only where a person releases it;
# an emergency text never.
#kinds = ["answer", "closing", "notice"]
# Topics of the rules.
#topics = ["public_health", "elections"]
# Roles of the author: agent, approver, supervisor, admin.
#authors = ["agent"]
)toml";
}

}  // namespace social311::service

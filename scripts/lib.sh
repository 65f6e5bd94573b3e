# Shared by the scripts: progress with elapsed time, packages, node. Sourced, never run.
# shellcheck shell=bash
started_at=${started_at:-$SECONDS}
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '[%3ds] %s\n' "$((SECONDS - started_at))" "$*" >&2; }
die() {
  printf '[%3ds] %s\n' "$((SECONDS - started_at))" "$1" >&2
  exit "${2:-1}"
}

# Runs a command with its output in a log; on failure the log's last lines are shown, not just named.
logged() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    die "failed: $* (the whole log: $log)"
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# The packages of the named sections that are not installed. One query for all: it runs at every start.
missing_packages() {
  local section='' line wanted=() have
  while read -r line; do
    case $line in
      '' | '#'*) ;;
      '['*) section=${line//[][]/} ;;
      *) case " $* " in *" $section "*) wanted+=("$line") ;; esac ;;
    esac
  done <"$top/scripts/packages.txt"
  have=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/ installed$//p')
  comm -23 <(printf '%s\n' "${wanted[@]}" | sort) <(sort <<<"$have") | tr '\n' ' '
}

install_packages() {
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  say "installing: $missing"
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    die "these packages are missing and need root: run  sudo apt-get install -y --no-install-recommends $missing" 2
  fi
  # Debian's PostgreSQL makes and starts a cluster of its own on 5432 otherwise; ours is private.
  if [[ $missing == *postgresql-15* ]]; then
    as_root mkdir -p /etc/postgresql-common
    if ! grep -qs '^ *create_main_cluster *= *false' /etc/postgresql-common/createcluster.conf; then
      echo 'create_main_cluster = false' | as_root tee -a /etc/postgresql-common/createcluster.conf >/dev/null
    fi
  fi
  logged "$top/build/logs/apt-update.log" as_root apt-get -o DPkg::Lock::Timeout=120 update
  # shellcheck disable=SC2086
  logged "$top/build/logs/apt-install.log" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold install -y --no-install-recommends $missing
}

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# Vite needs node 20.19; Debian 12 has 18. Where none is new enough, one comes from npm into .tools.
ensure_node() {
  local arch tool="$top/.tools/node"
  node_is_new_enough && return 0
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) die "no node for $(uname -m): install node 20.19 or newer, with npm, by hand" 2 ;;
  esac
  PATH="$tool/node_modules/node-linux-$arch/bin:$PATH"
  export PATH
  node_is_new_enough && return 0
  command -v npm >/dev/null || install_named nodejs npm
  say "bringing node 22 from npm into .tools"
  mkdir -p "$tool"
  logged "$top/build/logs/node.log" npm install --prefix "$tool" --no-save --ignore-scripts --no-audit --no-fund "node-linux-$arch@22.23.3"
  hash -r
  node_is_new_enough || die "the node from npm does not run; see $top/build/logs/node.log"
}

install_named() {
  say "installing: $*"
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null ||
    die "these packages are missing and need root: run  sudo apt-get install -y --no-install-recommends $*" 2
  logged "$top/build/logs/apt-update.log" as_root apt-get -o DPkg::Lock::Timeout=120 update
  logged "$top/build/logs/apt-named.log" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
}

# As root PostgreSQL runs as the user postgres, who must be able to reach its data: not below a closed home.
reachable() {
  [ "$(id -u)" != 0 ] && return 0
  local folder
  folder=$(readlink -m "$1")
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  (cd / && setpriv --reuid=postgres --regid=postgres --init-groups test -x "$folder")
}

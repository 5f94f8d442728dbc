# Shared by the scripts: what the project needs of the machine, and how it gets there.
# Sourced, not run. Sets $root and moves there.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 70

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$1"
  exit "${2:-70}"
}

# package:file that shows it is there
build_needs=(
  "libncurses-dev:/usr/include/ncursesw/curses.h|/usr/include/ncurses.h"
  "libcurl4-openssl-dev:/usr/include/x86_64-linux-gnu/curl/curl.h|/usr/include/aarch64-linux-gnu/curl/curl.h|/usr/include/curl/curl.h"
  "libssl-dev:/usr/include/openssl/evp.h"
  "libsqlite3-dev:/usr/include/sqlite3.h"
  "libxml2-dev:/usr/include/libxml2/libxml/parser.h"
  "zlib1g-dev:/usr/include/zlib.h"
  "git:/usr/bin/git"
)
demo_needs=("python3:/usr/bin/python3|/usr/local/bin/python3")
test_needs=(
  "curl:/usr/bin/curl"
  "openssl:/usr/bin/openssl"
  "tmux:/usr/bin/tmux"
  "python3:/usr/bin/python3|/usr/local/bin/python3"
  "python3-venv:/usr/lib/python3/dist-packages/ensurepip|/usr/lib/python3.11/ensurepip|/usr/local/bin/python3"
  "ncurses-term:/usr/share/terminfo/x/xterm-direct|/usr/lib/terminfo/x/xterm-direct"
)
# what presses keys and looks at a terminal
terminal_needs=(
  "wrk:/usr/bin/wrk"
  "python3:/usr/bin/python3|/usr/local/bin/python3"
  "python3-venv:/usr/lib/python3/dist-packages/ensurepip|/usr/lib/python3.11/ensurepip|/usr/local/bin/python3"
)

# what is measured beside us
peer_needs=(
  "tig:/usr/bin/tig"
  "fzf:/usr/bin/fzf"
  "neomutt:/usr/bin/neomutt"
)

# is_there FILE|FILE…
is_there() {
  local file
  local IFS='|'
  for file in $1; do
    [ -e "$file" ] && return 0
  done
  return 1
}

# install_missing WHY ENTRY…
install_missing() {
  local why=$1 entry missing=()
  shift
  for entry in "$@"; do
    is_there "${entry#*:}" || missing+=("${entry%%:*}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Installing ${missing[*]} ($why)."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
      as_root=(sudo)
    else
      die "Not root, and no sudo without a password. Run this, then try again:
  apt-get update && apt-get install -y ${missing[*]}"
    fi
  fi
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    die "apt-get could not install ${missing[*]}; the lines above say why."
  fi
  rm -f "$log"
}

need_swift() {
  command -v swift >/dev/null 2>&1 || die "Swift 6.2 or newer was expected on PATH, none was found. See https://www.swift.org/install/linux/"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
  # shellcheck disable=SC2086
  set -- $version
  [ "${1:-0}" -gt 6 ] || { [ "${1:-0}" -eq 6 ] && [ "${2:-0}" -ge 2 ]; } ||
    die "Swift 6.2 or newer was expected, found ${1:-no}.${2:-version}."
}

# Builds in release mode, with the Swift library inside: the program starts 15 ms sooner and needs no Swift where it runs. Progress only where a person looks.
# Colours are part of the compiler's flags: with them in a terminal and without them elsewhere everything would be compiled twice.
build_release() {
  # Asking the package manager whether anything is to be done takes seconds.
  local program=.build/release/factory
  [ -x "$program" ] && [ -z "$(find Package.swift Sources -newer "$program" -print -quit)" ] && return 0
  local log options=(-c release --static-swift-stdlib --product factory --no-color-diagnostics)
  if [ -t 2 ]; then
    say "Building (the first time takes some minutes) …"
    swift build "${options[@]}" >&2 || die "The build failed."
  else
    log=$(mktemp)
    swift build "${options[@]}" >"$log" 2>&1 || {
      tail -n 30 "$log" >&2
      rm -f "$log"
      die "The build failed."
    }
    rm -f "$log"
  fi
}

# python_tools: the programs of the tests that come from PyPI, in an environment of their own, made once.
python_tools() {
  local wanted="schemathesis==4.32.5 mcp==2.3.0"
  [ "$(cat .build-python/made 2>/dev/null)" = "$wanted" ] && return 0
  say "Making .build-python ($wanted) …"
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! { rm -rf .build-python && python3 -m venv .build-python &&
    .build-python/bin/pip --quiet --disable-pip-version-check install $wanted; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -rf .build-python "$log"
    die "The Python environment of the tests could not be made."
  fi
  rm -f "$log"
  printf '%s\n' "$wanted" >.build-python/made
}

# terminal_python: .build-bench, a Python with an emulator of a terminal.
terminal_python() {
  [ -x .build-bench/bin/python3 ] || python3 -m venv .build-bench
  .build-bench/bin/python3 -c 'import pyte' 2>/dev/null || .build-bench/bin/pip install --quiet --disable-pip-version-check pyte
}

# server_peers: what is measured beside our server. nginx is unpacked, not installed, so that no service of the system starts.
server_peers() {
  local wanted="fastapi==0.165.0 uvicorn[standard]==0.54.0" folder=.build-bench/nginx
  if [ "$(cat .build-bench/servers 2>/dev/null)" != "$wanted" ]; then
    # shellcheck disable=SC2086
    .build-bench/bin/pip install --quiet --disable-pip-version-check $wanted
    printf '%s\n' "$wanted" >.build-bench/servers
  fi
  [ -x $folder/usr/sbin/nginx ] && return 0
  mkdir -p $folder
  (cd $folder && apt-get download -qq nginx && dpkg-deb -x nginx_*.deb . && rm nginx_*.deb) ||
    die "The Debian package nginx could not be fetched; apt-get update may help."
}

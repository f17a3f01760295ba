# The output of the set-up: one short line per step, one sentence on failure. Sourced.

log() { printf '· %s\n' "$1" >&2; }

fail() {
  printf '✗ %s\n' "$1" >&2
  exit 1
}

# Without `timeout` on this system, commands run without a time limit.
if ! command -v timeout >/dev/null; then
  timeout() {
    [ "$1" = -k ] && shift 2
    shift
    "$@"
  }
fi

# run_quietly FILE COMMAND…: writes the output to FILE and shows its end when the command fails.
run_quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    return 1
  fi
}

# locked NAME COMMAND…: one holder at a time among all clones of this user.
locked() {
  local file="$TOLLGATE_CACHE/locks/$1"
  shift
  mkdir -p "$(dirname "$file")"
  if ! command -v flock >/dev/null; then
    "$@"
    return
  fi
  (
    exec 9>"$file"
    flock -n 9 || { log "waiting for another clone that sets up the same thing" && flock -w 1200 9; } ||
      fail "another set-up has held $file for 20 minutes; stop it and try again"
    "$@" 9>&-
  )
}

# version_at_least HAVE WANT
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# apt_install PACKAGE…: distribution packages, where this user may install them.
apt_install() {
  command -v apt-get >/dev/null || return 1
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
    root=(sudo -n)
  fi
  run_quietly "$TOLLGATE_CACHE/logs/apt-update.log" timeout 300 "${root[@]}" apt-get update
  run_quietly "$TOLLGATE_CACHE/logs/apt-install.log" timeout 1200 "${root[@]}" \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

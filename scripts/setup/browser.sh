# Chromium for the browser tests. Sourced.

find_chromium() {
  local name
  for name in "${CHROME:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

set_up_browser() {
  if ! CHROME=$(find_chromium); then
    log "installing Chromium"
    apt_install chromium || true
    CHROME=$(find_chromium) ||
      fail "Chromium is missing; install it (Debian: \`apt-get install chromium\` as root) or name one in CHROME"
  fi
  export CHROME
}

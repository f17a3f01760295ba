#!/usr/bin/env bash
# Runs a command with every tool of the project on its PATH, setting up first what is missing.
#
#   scripts/with-tools.sh [--checks] [--editor] COMMAND…
#
# `--checks` adds what only the tests need: rustfmt, clippy, a C++ compiler, Chromium, PyJWT, schemathesis. `--editor`
# adds what an editor needs: the sources of Rust's standard library. Tools live in a cache per user and version,
# TOLLGATE_CACHE (default: tollgate under XDG_CACHE_HOME or ~/.cache).
set -uo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
setup="$root/scripts/setup"
export TOLLGATE_CACHE="${TOLLGATE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tollgate}"

. "$setup/log.sh"
. "$setup/rust.sh"
. "$setup/cxx.sh"
. "$setup/cargo-tools.sh"
. "$setup/npm.sh"
. "$setup/browser.sh"
. "$setup/python.sh"

mkdir -p "$TOLLGATE_CACHE" 2>/dev/null && [ -w "$TOLLGATE_CACHE" ] ||
  fail "the cache folder $TOLLGATE_CACHE cannot be written; name another in TOLLGATE_CACHE"

checks= editor=
while :; do
  case "${1:-}" in
  --checks) checks=yes ;;
  --editor) editor=yes ;;
  *) break ;;
  esac
  shift
done

set_up_rust
set_up_npm
set_up_cargo_tool wasm-bindgen-cli wasm-bindgen wasm-bindgen
if [ -n "$checks" ]; then
  set_up_rust_checks
  set_up_cxx
  set_up_browser
  set_up_python
fi
[ -z "$editor" ] || set_up_rust_sources
export PATH

exec "$@"

#!/usr/bin/env bash
# Runs a command with every tool of the project on its PATH, setting up first what is missing.
#
#   scripts/with-tools.sh [--checks] COMMAND…
#
# `--checks` adds what only the tests need: rustfmt, clippy, a C++ compiler, Chromium, PyJWT, schemathesis. Tools live in a cache per user
# and version, TOLLGATE_CACHE (default: tollgate under XDG_CACHE_HOME or ~/.cache).
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

checks=
[ "${1:-}" = --checks ] && checks=yes && shift

set_up_rust
set_up_npm
set_up_cargo_tool wasm-bindgen-cli wasm-bindgen
if [ -n "$checks" ]; then
  set_up_rust_checks
  set_up_cxx
  set_up_browser
  set_up_python
fi
WASM_BINDGEN_BIN=$(command -v wasm-bindgen) || fail "wasm-bindgen is not on the PATH; remove $TOLLGATE_CACHE/tools and try again"
export WASM_BINDGEN_BIN PATH

exec "$@"

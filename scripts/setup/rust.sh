# Rust with the target wasm32-unknown-unknown. Sourced.
#
# Found where it is there already, else from rustup within a time limit, else Debian's compiler with a
# standard library built from Debian's sources (debian.sh). TOLLGATE_WASM_TARGET=rustup or =debian
# allows one way only.

. "$setup/debian.sh"

rust_wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")

rust_version() { rustc --version 2>/dev/null | cut -d' ' -f2 | cut -d- -f1; }

rust_is_current() {
  local have
  have=$(rust_version) && [ -n "$have" ] && version_at_least "$have" "$rust_wanted"
}

has_wasm_target() {
  local folder
  folder=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) &&
    compgen -G "$folder/libstd-*.rlib" >/dev/null
}

target_from_rustup() {
  command -v rustup >/dev/null && rust_is_current || return 1
  log "adding the target wasm32-unknown-unknown with rustup (at most ${TOLLGATE_RUSTUP_SECONDS:-120} s)"
  RUST_BACKTRACE=0 run_quietly "$TOLLGATE_CACHE/logs/rustup.log" timeout -k 5 "${TOLLGATE_RUSTUP_SECONDS:-120}" \
    rustup target add wasm32-unknown-unknown 2>/dev/null && has_wasm_target && return
  log "rustup could not add it; $TOLLGATE_CACHE/logs/rustup.log says why"
  return 1
}

set_up_rust() {
  [ -d "${CARGO_HOME:-$HOME/.cargo}/bin" ] && PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
  case "${TOLLGATE_WASM_TARGET:-}" in
  debian)
    rust_from_debian || fail "Debian's Rust for WebAssembly could not be set up: $debian_why"
    ;;
  rustup)
    rust_is_current && has_wasm_target || target_from_rustup ||
      fail "rustup could not provide wasm32-unknown-unknown for Rust $rust_wanted or later; run \`rustup update && rustup target add wasm32-unknown-unknown\` and see what it says"
    ;;
  '')
    rust_is_current && has_wasm_target || target_from_rustup || rust_from_debian ||
      fail "Rust $rust_wanted or later with the target wasm32-unknown-unknown is missing; install it from https://rustup.rs and run \`rustup target add wasm32-unknown-unknown\` (Debian's packages do not serve either: $debian_why)"
    ;;
  *) fail "TOLLGATE_WASM_TARGET is \`$TOLLGATE_WASM_TARGET\`; set it to rustup or debian, or leave it unset" ;;
  esac
}

# rustfmt and clippy, which only the tests need.
set_up_rust_checks() {
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return
  log "adding rustfmt and clippy"
  if [ -z "${SYSROOT:-}" ] && command -v rustup >/dev/null; then
    run_quietly "$TOLLGATE_CACHE/logs/rustup.log" \
      timeout -k 5 "${TOLLGATE_RUSTUP_SECONDS:-120}" rustup component add rustfmt clippy
  fi
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 ||
    fail "rustfmt and clippy are missing; install them (\`rustup component add rustfmt clippy\`, or your distribution's packages)"
}

# The sources of the standard library, which rust-analyzer reads. Builds and tests do not need them.
set_up_rust_sources() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] && return
  if [ -z "${SYSROOT:-}" ] && command -v rustup >/dev/null; then
    log "adding the sources of Rust's standard library"
    run_quietly "$TOLLGATE_CACHE/logs/rustup.log" \
      timeout -k 5 "${TOLLGATE_RUSTUP_SECONDS:-120}" rustup component add rust-src 2>/dev/null && return
  fi
  log "rust-analyzer lacks the sources of the standard library; add them with \`rustup component add rust-src\`"
}

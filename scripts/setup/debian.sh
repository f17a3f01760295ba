# Rust from Debian's packages. Sourced.
#
# Debian ships no standard library for wasm32-unknown-unknown, but its source package carries every
# dependency, so the library is built from it without a network. Nothing global changes beyond the
# packages: compiler and library meet in a sysroot of our own in the cache.

debian_why="no apt-get here"

# The first family of packages that apt offers in a sufficient version: compiler, cargo, source, rustfmt, clippy.
debian_rust_packages() {
  local family version
  for family in "rustc-web cargo-web rust-web-src rustfmt-web rust-web-clippy" \
    "rustc cargo rust-src rustfmt rust-clippy"; do
    version=$(apt-cache policy "${family%% *}" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    version=${version#*:}
    case "$version" in '' | '(none)') continue ;; esac
    version_at_least "${version%%[+~-]*}" "$rust_wanted" && echo "$family" && return
  done
  return 1
}

# The newest lld that apt offers.
debian_lld_package() { apt-cache search --names-only '^lld-[0-9]+$' | cut -d' ' -f1 | sort -V | tail -n 1; }

debian_wasm_ld() { compgen -G '/usr/bin/wasm-ld-*' | sort -V | tail -n 1; }

debian_is_installed() {
  local version
  version=$(/usr/bin/rustc --version 2>/dev/null | cut -d' ' -f2) &&
    version_at_least "${version%%[+~-]*}" "$rust_wanted" && [ -x /usr/bin/cargo ] &&
    [ -f /usr/lib/rustlib/src/rust/library/Cargo.lock ] && [ -n "$(debian_wasm_ld)" ]
}

debian_install() {
  local packages lld
  command -v apt-cache >/dev/null || return 1
  debian_why="apt offers no Rust $rust_wanted or later with its source"
  packages=$(debian_rust_packages) || return 1
  lld=$(debian_lld_package)
  log "installing Debian's Rust: $packages $lld"
  debian_why="apt-get could not install $packages $lld; do it as root"
  # shellcheck disable=SC2086 # a list of packages
  apt_install $packages $lld && debian_is_installed
}

# debian_sysroot FOLDER: links to Debian's compiler, and the library built for WebAssembly.
debian_sysroot() {
  local new="$1.new.$$" empty host
  host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  rm -rf "$new"
  mkdir -p "$new/bin" "$new/lib/rustlib/wasm32-unknown-unknown/lib"
  ln -s "/usr/lib/rustlib/$host" "$new/lib/rustlib/$host"
  ln -s /usr/lib/rustlib/src "$new/lib/rustlib/src"
  ln -s "$(debian_wasm_ld)" "$new/bin/rust-lld"
  # shellcheck disable=SC2016 # expanded when it runs
  printf '#!/bin/sh\nexec /usr/bin/rustc --sysroot "${0%%/bin/rustc}" "$@"\n' >"$new/bin/rustc"
  chmod +x "$new/bin/rustc"
  local tool
  for tool in cargo rustfmt cargo-fmt cargo-clippy clippy-driver; do
    [ -x "/usr/bin/$tool" ] && ln -s "/usr/bin/$tool" "$new/bin/$tool"
  done

  empty=$(mktemp -d)
  mkdir "$empty/src"
  printf '[package]\nname = "empty"\nedition = "2021"\n[workspace]\n[profile.release]\ndebug = false\n' >"$empty/Cargo.toml"
  : >"$empty/src/lib.rs"
  # The vendored sources stand beside the library; bitcode, or link-time optimisation fails later.
  (
    cd "$empty" || exit 1
    vendor=/usr/lib/rustlib/src/rust/vendor
    [ -d "$vendor" ] || vendor=/usr/lib/rustlib/src/rust/library/vendor
    mkdir .cargo
    printf '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "%s"\n' "$vendor" >.cargo/config.toml
    PATH="$new/bin:$PATH" RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes" CARGO_TARGET_DIR="$empty/target" \
      run_quietly "$TOLLGATE_CACHE/logs/debian-std.log" timeout 900 /usr/bin/cargo build --offline --release \
      --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test
  ) || { rm -rf "$empty" "$new"; return 1; }
  rm -f "$empty"/target/wasm32-unknown-unknown/release/deps/libempty-*
  cp "$empty"/target/wasm32-unknown-unknown/release/deps/lib*.rlib "$new/lib/rustlib/wasm32-unknown-unknown/lib/"
  rm -rf "$empty" "$1"
  mv "$new" "$1"
}

debian_sysroot_once() {
  [ -x "$1/bin/rustc" ] && return
  log "building the standard library for WebAssembly from Debian's sources (half a minute)"
  debian_sysroot "$1"
}

rust_from_debian() {
  debian_is_installed || debian_install || return 1
  local folder
  folder="$TOLLGATE_CACHE/rust/debian-$(/usr/bin/rustc --version | cut -d' ' -f2)"
  debian_why="its standard library does not build; see $TOLLGATE_CACHE/logs/debian-std.log"
  locked debian-rust debian_sysroot_once "$folder" || return 1
  # `SYSROOT` is for clippy, which takes no wrapper.
  export SYSROOT="$folder" PATH="$folder/bin:$PATH" CARGO_TARGET_DIR="$root/target/debian"
  unset RUSTUP_TOOLCHAIN
  has_wasm_target
}

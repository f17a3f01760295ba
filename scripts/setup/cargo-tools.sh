# The command-line tools that cargo builds, each at the version its crate has in Cargo.lock. Sourced.

locked_version() {
  awk -v name="\"$1\"" '$1 == "name" && $3 == name { found = 1; next }
    found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' "$root/Cargo.lock"
}

# install_cargo_tool NAME VERSION FOLDER: built aside, then moved into place whole.
install_cargo_tool() {
  [ -d "$3" ] && return
  local new="$3.new.$$" log="$TOLLGATE_CACHE/logs/$1.log"
  log "building $1 $2 (some minutes, once per user)"
  # Without `--locked` where the lock file that came with the tool names what is no longer to be had.
  run_cargo_install "$log" --locked --root "$new" "$1@$2" >/dev/null 2>&1 ||
    run_cargo_install "$log" --root "$new" "$1@$2" || { rm -rf "$new"; return 1; }
  mv "$new" "$3"
}

run_cargo_install() {
  local log=$1
  shift
  # Outside of the workspace, whose settings are not meant for tools.
  (cd / && CARGO_TARGET_DIR="$TOLLGATE_CACHE/build/tools" run_quietly "$log" timeout 1800 cargo install "$@")
}

# set_up_cargo_tool NAME CRATE PROGRAM: the tool that goes with a crate of the workspace.
set_up_cargo_tool() {
  local version folder
  version=$(locked_version "$2")
  [ -n "$version" ] || fail "Cargo.lock has no $2; restore it with \`git checkout Cargo.lock\`"
  folder="$TOLLGATE_CACHE/tools/$1-$version"
  if [ ! -d "$folder" ]; then
    locked "$1-$version" install_cargo_tool "$1" "$version" "$folder" ||
      fail "$1 $version could not be built; see $TOLLGATE_CACHE/logs/$1.log, and that this machine reaches the crate registry"
    rm -rf "$TOLLGATE_CACHE/build/tools"
  fi
  [ -x "$folder/bin/$3" ] || fail "$folder has no $3; remove it and try again"
  PATH="$folder/bin:$PATH"
}

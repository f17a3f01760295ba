# PyJWT for the tests: an implementation of JSON Web Tokens that shares nothing with ours. Sourced.

pyjwt=2.15.1

# install_pyjwt FOLDER: beside the system's own packages, moved into place whole.
install_pyjwt() {
  [ -d "$1" ] && return
  local new="$1.new.$$"
  say "installing PyJWT $pyjwt"
  run_quietly "$TOLLGATE_CACHE/logs/pyjwt.log" timeout 600 python3 -m pip install --quiet \
    --disable-pip-version-check --root-user-action=ignore --target "$new" "pyjwt[crypto]==$pyjwt" &&
    mv "$new" "$1" || { rm -rf "$new"; return 1; }
}

set_up_python() {
  local folder
  if ! command -v python3 >/dev/null || ! python3 -m pip --version >/dev/null 2>&1; then
    say "installing Python"
    apt_install python3 python3-pip ||
      fail "Python 3 with pip is missing; install it (Debian: \`apt-get install python3 python3-pip\` as root)"
  fi
  folder="$TOLLGATE_CACHE/tools/pyjwt-$pyjwt-python-$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  [ -d "$folder" ] || locked pyjwt install_pyjwt "$folder" ||
    fail "PyJWT $pyjwt could not be installed; see $TOLLGATE_CACHE/logs/pyjwt.log, and that this machine reaches the Python package index"
  export PYTHONPATH="$folder${PYTHONPATH:+:$PYTHONPATH}"
}

# Python's packages for the tests: PyJWT, an implementation of JSON Web Tokens that shares nothing with ours; dateutil,
# whose calendar the model of tests/vectors counts by; schemathesis, which holds the edge to its description. Sourced.

pyjwt=2.15.1
dateutil=2.9.0.post0
schemathesis=4.32.5

# install_python_packages FOLDER: beside the system's own packages, moved into place whole.
install_python_packages() {
  [ -d "$1" ] && return
  local new="$1.new.$$"
  log "installing PyJWT $pyjwt, dateutil $dateutil and schemathesis $schemathesis"
  run_quietly "$TOLLGATE_CACHE/logs/python.log" timeout 600 python3 -m pip install --quiet \
    --disable-pip-version-check --root-user-action=ignore --target "$new" \
    "pyjwt[crypto]==$pyjwt" "python-dateutil==$dateutil" "schemathesis==$schemathesis" &&
    mv "$new" "$1" || { rm -rf "$new"; return 1; }
}

set_up_python() {
  local folder
  if ! command -v python3 >/dev/null || ! python3 -m pip --version >/dev/null 2>&1; then
    log "installing Python"
    apt_install python3 python3-pip ||
      fail "Python 3 with pip is missing; install it (Debian: \`apt-get install python3 python3-pip\` as root)"
  fi
  folder="$TOLLGATE_CACHE/tools/pyjwt-$pyjwt-dateutil-$dateutil-schemathesis-$schemathesis-python-$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  [ -d "$folder" ] || locked python install_python_packages "$folder" ||
    fail "PyJWT $pyjwt, dateutil $dateutil and schemathesis $schemathesis could not be installed; see $TOLLGATE_CACHE/logs/python.log, and that this machine reaches the Python package index"
  export PYTHONPATH="$folder${PYTHONPATH:+:$PYTHONPATH}"
}

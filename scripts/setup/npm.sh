# The npm workspace: Node, workerd, wrangler, wasm-opt, esbuild and the libraries. Sourced.

# What the installed modules depend on.
npm_inputs() {
  (cd "$root" && cat package-lock.json package.json .npmrc packages/*/package.json examples/*/package.json tests/*/package.json 2>/dev/null) |
    cksum
}

set_up_npm() {
  command -v npm >/dev/null || fail "npm is missing; install Node 20 or later with npm (Debian: \`apt-get install nodejs npm\`)"
  local stamp="$root/node_modules/.tollgate-inputs" log="$root/.tollgate/logs/npm.log"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$(npm_inputs)" ] || [ ! -x "$root/node_modules/.bin/workerd" ]; then
    log "installing the npm packages"
    # Not `npm ci`: it refuses a lock file that lacks the packages of foreign platforms, and not every
    # registry mirror carries them. `--no-save` leaves the lock file as it is all the same.
    (cd "$root" && run_quietly "$log" timeout 900 npm install --no-save --prefer-offline --no-audit --no-fund --loglevel=error) ||
      fail "npm could not install the packages; see $log, and that this machine reaches the npm registry"
    npm_inputs >"$stamp"
  fi
  PATH="$root/node_modules/.bin:$PATH"
}

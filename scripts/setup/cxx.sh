# A C++ compiler, which only the fuzzer needs: libFuzzer is C++. Sourced.

set_up_cxx() {
  command -v "${CXX:-c++}" >/dev/null && return
  log "installing a C++ compiler"
  apt_install g++ && command -v "${CXX:-c++}" >/dev/null ||
    fail "a C++ compiler is missing, which the fuzzer needs; install it (Debian: \`apt-get install g++\` as root)"
}

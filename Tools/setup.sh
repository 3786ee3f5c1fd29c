#!/usr/bin/env bash
# Installs what is missing to build and run; with `build` only what building needs, with `test` also what the everyday
# tests need, with `test-slow` what all tests need, with `bench` what the comparison with other proxies needs. Quick
# when nothing is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=(
  ca-certificates curl g++ git libcurl4-openssl-dev libsimdjson-dev libsodium-dev libsqlite3-dev libssl-dev
  libyaml-dev make pkg-config python3-venv zlib1g-dev
)
requirements=(Tools/requirements.txt)
if [[ ${1:-} == test* ]]; then
  packages+=(openssl)
  requirements+=(Tests/EndToEnd/requirements.txt)
fi
if [[ ${1:-} == test-slow ]]; then
  packages+=(golang-go golang-golang-x-mod-dev haproxy nginx strace testssl.sh)
  requirements+=(Tests/EndToEnd/slow/requirements.txt)
fi

if [[ ${1:-} == build ]]; then
  requirements=()
fi
if [[ ${1:-} == bench ]]; then
  packages+=(haproxy nginx util-linux wrk)
  requirements=(Benchmarks/peers/requirements.txt)
fi

fail() {
  echo "setup: $*" >&2
  exit 1
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
  done
}

install_packages() {
  local -a missing=("$@") as_root=()
  command -v apt-get >/dev/null || fail "this is not Debian; please install the equivalents of: ${missing[*]}"
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || fail "run as root, or install sudo, or ask an administrator for: ${missing[*]}"
    as_root=(sudo)
  fi
  echo "setup: installing ${missing[*]}"
  local -a quietly=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  "${as_root[@]}" "${quietly[@]}" update </dev/null ||
    fail "apt-get update failed; the packages needed are: ${missing[*]}"
  "${as_root[@]}" "${quietly[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null ||
    fail "apt-get install failed; the packages needed are: ${missing[*]}"
}

# The stamp of a requirements file is a copy of it: what is installed is what it says until it changes.
install_requirements() {
  local file=$1 stamp
  stamp=.venv/installed-$(echo "$file" | tr / -)
  cmp -s "$file" "$stamp" && return
  echo "setup: installing $(grep -cv '^#' "$file") Python packages of $file"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file" </dev/null ||
    fail "pip could not install what $file names; its own message is above"
  cp "$file" "$stamp"
}

command -v swift >/dev/null || fail "the Swift 6.3 toolchain is not on the PATH; see https://www.swift.org/install"
command -v dpkg-query >/dev/null || fail "this is not Debian; please install the equivalents of: ${packages[*]}"
mapfile -t missing < <(missing_packages)
if ((${#missing[@]})); then
  install_packages "${missing[@]}"
fi
if ! .venv/bin/python -c '' 2>/dev/null; then
  rm -rf .venv
  python3 -m venv .venv || fail "python3 could not make a virtual environment; is python3-venv installed?"
fi
for file in "${requirements[@]}"; do
  install_requirements "$file"
done

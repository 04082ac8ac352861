# SPDX-License-Identifier: GPL-3.0-or-later
# What run.sh, demo.sh and test.sh share. Sourced by bash, with `set -euo pipefail`.
# shellcheck shell=bash disable=SC2034

source_directory=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
build_directory=$source_directory/build/release
r2cache_binary=$build_directory/app/r2cache
origin_binary=$build_directory/tests/support/origin/r2cache-origin

# Messages go to stderr: stdout belongs to what run.sh starts.
say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }

have_any() { # COMMAND[,COMMAND…]
    local command
    for command in ${1//,/ }; do
        if command -v "$command" >/dev/null; then return 0; fi
    done
    return 1
}

is_installed() { # PACKAGE
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# The packages of the named groups of packaging/dependencies that are not there, one a line.
missing_packages() { # GROUP…
    local wanted=" $* " group='' package word commands
    while read -r package word commands; do
        case $package in
            '' | '#'*) continue ;;
            '['*']') group=${package:1:-1}; continue ;;
        esac
        if [[ $wanted != *" $group "* ]]; then continue; fi
        if [[ $word == unless ]] && have_any "$commands"; then continue; fi
        if ! is_installed "$package"; then printf '%s\n' "$package"; fi
    done <"$source_directory/packaging/dependencies"
}

# Installs what is missing of the named groups; asks for nothing, changes nothing else.
install_dependencies() { # GROUP…
    if ! have_any apt-get || ! have_any dpkg-query; then
        say "note: this is no Debian: install by hand what packaging/dependencies lists under $*"
        return
    fi
    local missing as_root=()
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then return; fi

    if ((EUID != 0)); then
        if ! have_any sudo; then
            fail "these packages are missing and there is neither root nor sudo to install them:" \
                "${missing[*]}"
        fi
        as_root=(sudo)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    say "Installing: ${missing[*]}"
    # A third-party list that cannot be had must not stop an installation that does not need it.
    "${as_root[@]}" update >&2 || say "warning: apt-get update failed; going on with the old lists"
    "${as_root[@]}" install -y --no-install-recommends "${missing[@]}" >&2 \
        || fail "apt-get could not install: ${missing[*]}"
}

# A disk that fills up while the last programs are linked is a long way to that message.
require_room() { # MEGABYTES
    local free
    free=$(df --output=avail --block-size=1M -- "$source_directory" | tail -n 1)
    if ((free < $1)); then
        fail "building takes some $1 MB in $source_directory/build, $((free)) MB are free there"
    fi
}

# Builds the named targets. One build directory serves run.sh and test.sh: both
# configure it alike and differ in their targets only.
build() { # TARGET…
    if [[ ! -f $build_directory/build.ninja ]]; then
        require_room 1000
        cmake -S "$source_directory" --preset release >&2
    fi
    cmake --build "$build_directory" --parallel "$(nproc)" --target "$@" >&2
}

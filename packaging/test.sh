#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs every test; the last line is
# "N passed, N failed" and the exit status is 0 only if none failed.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'USAGE'
packaging/test.sh [--quick] [CTEST ARGUMENT…]

--quick   leave out all of tests/e2e (verbs, API, security, npm, renders, browsers, kills) and what
          is labelled slow
Everything else goes to ctest: packaging/test.sh -R render -V
USAGE
}

ctest_arguments=()
for argument in "$@"; do
    case $argument in
        -h | --help)
            usage
            exit 0
            ;;
        --quick) ctest_arguments+=(--label-exclude '^(slow|e2e)$') ;;
        *) ctest_arguments+=("$argument") ;;
    esac
done

install_dependencies build run test
node_major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
if ((node_major < 18)); then
    fail "the end-to-end tests need node 18 or later, this is $(node --version) ($(command -v node))"
fi

if [[ ! -d $build_directory ]]; then require_room 2000; fi # with what the end-to-end tests fetch
# Said once more in case somebody has switched the tests off in this build directory.
cmake -S "$source_directory" --preset release -DR2CACHE_TESTS=ON
build all

log=$(mktemp)
trap 'rm -f -- "$log"' EXIT
status=0
ctest --test-dir "$build_directory" --parallel "$(nproc)" --output-on-failure --no-tests=error \
    ${ctest_arguments[@]+"${ctest_arguments[@]}"} | tee "$log" || status=$?

summary=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' "$log")
if [[ -z $summary ]]; then
    fail "ctest has run no test (it exited with $status)"
fi
read -r failed total <<<"$summary"
echo "$((total - failed)) passed, $failed failed"
exit "$status"

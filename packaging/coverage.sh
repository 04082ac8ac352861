#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Which lines of core, app and ui the tests run, renders and browsers left out: a table, and pages to
# look at in build/coverage/report/index.html. Wants gcovr (apt-get install gcovr).
#
#   packaging/coverage.sh [CTEST ARGUMENT…]
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

have_any gcovr || fail "there is no gcovr: apt-get install gcovr"
build_directory=$source_directory/build/coverage
install_dependencies build run test
cmake -S "$source_directory" --preset release -B "$build_directory" -DCMAKE_BUILD_TYPE=Debug \
    '-DCMAKE_CXX_FLAGS_DEBUG=-O0 --coverage -fprofile-update=atomic' >&2
cmake --build "$build_directory" --parallel "$(nproc)" >&2
find "$build_directory" -name '*.gcda' -delete
status=0
ctest --test-dir "$build_directory" --parallel "$(nproc)" --output-on-failure \
    --label-exclude '^(slow|e2e)$' "$@" >&2 || status=$?

mkdir -p "$build_directory/report"
cd "$source_directory"
# Lines alone: a coroutine has branches that nobody wrote.
gcovr --root . --object-directory "$build_directory" -j "$(nproc)" --gcov-ignore-parse-errors \
    --filter core/ --filter app/ --filter ui/ --exclude-unreachable-branches \
    --txt "$build_directory/report/lines.txt" --csv "$build_directory/report/lines.csv" \
    --html-details "$build_directory/report/index.html" >&2
tail -n 4 "$build_directory/report/lines.txt"
exit "$status"

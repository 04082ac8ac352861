#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the quick tests of core under valgrind's memcheck: what AddressSanitizer does not see is the use
# of memory that nobody has written. Without patterns: the pure rules, the store and its index, the
# parsers, stories of the server and of a whole service. Exits with 1 if anything was found.
#
#   packaging/memcheck.sh [CTEST PATTERN]
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

have_any valgrind || fail "there is no valgrind: apt-get install valgrind"
pattern=${1:-'^tst_(base|histogram|sizehistogram|logring|byterange|containersniff|contentrange|etag|hostrules|httpdate|httpwords|preconditions|rangeset|dotenv|settingsloader|settingsstore|settingvalue|analysis|configrewrite|configscan|jsontokenizer|localurl|r2url|protocol|rawmembers?|prometheustext|sseparser|endpoint|headparser|requestreader|responsehead|eventstream|outputqueue|cacherules|partialmap|evictionpolicy|filestore|index|indextables|diskcache|retrypolicy|segmentplanner|sigv4|tokenbucket|bodyplan|addressguard|circuitbreaker|hostgate|probereport|cachecontrol|fieldrules|httpfreshness|pulltarget|storagerules|rendererprocess|renderrules|httpserver|originclient|downloadcalls)$'}
# Code that PCRE makes as it runs reads past strings' ends, on purpose and unharmed.
export QT_ENABLE_REGEXP_JIT=0
export QTEST_FUNCTION_TIMEOUT=3600000 # ms: it is some fifty times slower
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT
status=0 count=0
while read -r name command; do
    count=$((count + 1))
    # Not its children: a renderer's shell is not ours.
    if ! valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
        --trace-children=no --num-callers=25 \
        --suppressions="$source_directory/packaging/memcheck.suppressions" "$command" >"$log" 2>&1; then
        say "--- $name"
        grep -E '^==|^FAIL' "$log" | head -60 >&2 || tail -20 "$log" >&2
        status=1
    fi
done < <(ctest --test-dir "$build_directory" --show-only=json-v1 \
    | jq -r --arg pattern "$pattern" \
        '.tests[] | select(.name | test($pattern)) | "\(.name) \(.command[0])"')
if ((count == 0)); then fail "no test of that name is built: packaging/test.sh --quick"; fi
say "$count programs: $(if ((status == 0)); then echo "nothing found"; else echo "see above"; fi)"
exit "$status"

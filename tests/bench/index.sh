#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The index with 10,000, 100,000 and a million rows: pages, searches and totals, start to the first
# answered request and memory of the real service, 10,000 evictions. A JSON object a line, times in
# milliseconds. Needs a release build and curl; writes some GB to a temporary folder (sparse files:
# the sizes that rows tell) and removes it.
#
#   tests/bench/index.sh [ROWS…]
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
build=${R2CACHE_BUILD:-$here/../../build/release}
work=$(mktemp -d "${TMPDIR:-/tmp}/r2cache-bench-index.XXXXXX")
trap 'rm -rf "$work"' EXIT

# From exec to a 200 of /health, on the index $3 of the cache directory $1; memory $4 s later.
startup() {
    local cache=$1 rows=$2 index=$3 settle=$4 state port=${PORT:-43917} begun pid
    state=$work/state/r2cache/$(printf %s "$cache" | sha256sum | cut -c1-16)
    mkdir -p "$state" && chmod -R go= "$work/state"
    mv "$index" "$state/index.sqlite"
    begun=$(date +%s%N)
    XDG_STATE_HOME=$work/state XDG_RUNTIME_DIR=$work CACHE_DIRECTORY=$cache CACHE_MAX_SIZE_GB=1000000 \
        CACHE_MAX_ENTRIES=10000000 CACHE_PROXY_PORT=$port CACHE_API_PORT=$((port + 1)) \
        "$build/app/r2cache" --no-gui 2>"$work/log" &
    pid=$!
    until curl -sf "http://127.0.0.1:$port/health" >/dev/null; do
        kill -0 $pid || { cat "$work/log" >&2; exit 1; }
    done
    printf '{"name": "start to first answer", "rows": %s, "value": %s}\n' "$rows" \
        $((($(date +%s%N) - begun) / 1000000))
    printf '{"name": "memory then, kB", "rows": %s, "value": %s}\n' "$rows" \
        "$(awk '/^VmRSS/ {print $2}' /proc/$pid/status)"
    sleep "$settle"
    printf '{"name": "memory beside reconciliation, most, kB", "rows": %s, "value": %s}\n' "$rows" \
        "$(awk '/^VmHWM/ {print $2}' /proc/$pid/status)"
    kill $pid
    wait $pid || true
    mv "$state/index.sqlite" "$index"
}

for rows in "${@:-10000 100000 1000000}"; do
    for count in $rows; do
        echo "{\"rows\": $count}"
        "$build/tests/bench/bench-index" fill "$work/$count" "$count" "$work/$count.sqlite"
        "$build/tests/bench/bench-index" ask "$work/$count" "$count" "$work/$count.sqlite"
        startup "$work/$count" "$count" "$work/$count.sqlite" 20
        "$build/tests/bench/bench-index" evict "$work/$count" "$count" "$work/$count.sqlite"
    done
done

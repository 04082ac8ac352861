#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Rewriting a 10 MB config with 10,000 URLs: r2cache beside Node, in turns, each run a fresh process.
# usage: tests/bench/rewrite.sh [ROUNDS] [BENCH-REWRITE]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rounds=${1:-9}
bench=${2:-$here/../../build/release/tests/bench/bench-rewrite}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$bench" generate "$work/config.json" "$work/mappings.json"
for round in $(seq "$rounds"); do
    "$bench" run "$work/config.json" "$work/r2cache.json" >>"$work/r2cache"
    node "$here/rewrite.mjs" "$work/config.json" "$work/mappings.json" "$work/node.json" >>"$work/node"
done
# Both must have said the same, or the times mean nothing. (Node rounds numbers above 2^53: so the
# generator stays below.)
node -e 'const {readFileSync: r} = require("fs"); const parse = f => JSON.stringify(JSON.parse(r(f)));
    if (parse(process.argv[1]) !== parse(process.argv[2])) { console.error("results differ"); process.exit(1); }' \
    "$work/r2cache.json" "$work/node.json"

median() { cut -d' ' -f1 "$1" | sort -n | sed -n "$(((rounds + 1) / 2))p"; }
ours=$(median "$work/r2cache")
theirs=$(median "$work/node")
echo "last runs: r2cache $(tail -n1 "$work/r2cache")"
echo "           node    $(tail -n1 "$work/node")"
echo "median of $rounds: r2cache $ours ms, Node $theirs ms, ratio $(echo "$ours $theirs" | awk '{printf "%.2f", $1 / $2}') (goal: under 100 ms and under 1.00)"

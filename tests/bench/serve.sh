#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Serving a cached file from memory: r2cache beside nginx and Express. Needs a release build, nginx,
# node and npm; writes to a temporary folder and build/bench-express.
#
#   tests/bench/serve.sh [--rounds N] [--seconds N] [--ranges 0,1048576,65536] [--connections 1,8,64]
#                        [--peers nginx,nginx+ofc,Express] [--size BYTES]
#
# A range of 0 is the whole file. All of it takes about five minutes.
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(realpath -- "$here/../..")
build=${R2CACHE_BUILD:-$root/build/release}
export R2CACHE_BIN=$build/app/r2cache
export R2CACHE_ORIGIN_BIN=$build/tests/support/origin/r2cache-origin
export BENCH_SERVE=$build/tests/bench/bench-serve
export EXPRESS_DIRECTORY=$root/build/bench-express

bash "$root/tests/e2e/prepare.sh" "$here/serve/express" "$EXPRESS_DIRECTORY" >&2
exec node "$here/serve/serve.mjs" "$@"

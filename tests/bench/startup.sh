#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From start to the first answered request, and idle memory: r2cache --no-gui beside nginx and a
# bare node server. Needs a release build, nginx and node; writes to a temporary folder only.
#
#   tests/bench/startup.sh [ROUNDS]
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export R2CACHE_BIN=${R2CACHE_BUILD:-$here/../../build/release}/app/r2cache
exec node "$here/serve/startup.mjs" "$@"

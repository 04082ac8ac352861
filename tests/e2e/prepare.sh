#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copies these tests, and the npm package as npm/, into the build tree and installs their pinned
# packages beside the copy, so that the source tree stays clean and node finds the packages by its
# ordinary rule.
#
#   prepare.sh SOURCE TARGET
set -euo pipefail
source=$1 target=$2

mkdir -p "$target"
exec 9>"$target/.lock"
flock 9

cp -R "$source"/. "$target"
packages=$source/../../packaging
if [[ -d $packages/npm ]]; then # not beside a benchmark's packages
    # Anew, for what is packed is all that lies there; without what somebody has installed in the example.
    rm -rf -- "$target/npm"
    tar -C "$packages" --exclude=node_modules -cf - npm | tar -C "$target" -xf -
fi
# The stamp is written last: an installation that broke off is done again.
stamp=$target/node_modules/.r2cache-installed
if ! cmp -s "$source/package-lock.json" "$stamp"; then
    (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund)
    cp "$source/package-lock.json" "$stamp"
fi

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The walk of somebody who installs the Debian package on a clean Debian 12: the person's own service
# by systemd, the example rendered with it, the machine's service, and all of it removed again. Wants
# root (packaging/elsewhere.sh); takes some minutes. Prints what it sees; exits with 1 at the first
# thing that is not as it should be.
#
#   packaging/installed.sh [PACKAGE.deb]      without: packaging/deb.sh makes it
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

deb=${1:-$("$source_directory/packaging/deb.sh" | tail -n 1)}
build r2cache-origin
exec "$source_directory/packaging/elsewhere.sh" --suite bookworm --boot \
    --folder /var/tmp/r2cache-installed --bring "$deb" --bring "$origin_binary" \
    -- packaging/installed-inside.sh

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the Debian package: the last line of output is its path. With --server the one without the
# window, r2cache-server.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'USAGE'
packaging/deb.sh [--server] [--check]

--server   without the window: needs no display library
--check    look at the result with lintian, appstreamcli and their like; an error of theirs fails
USAGE
}

gui=ON
check=false
for argument in "$@"; do
    case $argument in
        -h | --help)
            usage
            exit 0
            ;;
        --server) gui=OFF ;;
        --check) check=true ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
done

install_dependencies build package
if $check; then install_dependencies check; fi
build_directory=$source_directory/build/package
if [[ $gui == OFF ]]; then build_directory+=-server; fi
cmake -S "$source_directory" --preset package -B "$build_directory" -DR2CACHE_GUI=$gui >&2
cmake --build "$build_directory" --parallel "$(nproc)" >&2
rm -f -- "$build_directory"/*.deb
(cd "$build_directory" && cpack -G DEB >&2)
deb=$(echo "$build_directory"/*.deb)

if $check; then
    root=$(mktemp -d)
    trap 'rm -rf -- "$root"' EXIT
    dpkg-deb --extract "$deb" "$root"
    appstreamcli validate --no-net "$root"/usr/share/metainfo/*.xml >&2
    if [[ $gui == ON ]]; then
        desktop-file-validate "$root"/usr/share/applications/*.desktop >&2
    elif LC_ALL=C ldd "$root/usr/bin/r2cache" | grep -E 'libQt6(Gui|Widgets|Svg)|libX|libxcb|wayland' >&2; then
        fail "the package without the window links a display library"
    fi
    # The programs that the units name are not installed here.
    sed -i 's|/usr/bin/r2cache|/bin/true|' "$root"/usr/lib/systemd/*/r2cache.service
    SYSTEMD_LOG_LEVEL=warning systemd-analyze security --offline=true --threshold=25 --no-pager \
        "$root/usr/lib/systemd/system/r2cache.service" | tail -1 >&2
    lintian --fail-on error --allow-root "$deb" >&2
fi
echo "$deb"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds r2cache and starts it, from any directory:
#
#   packaging/run.sh [ARGUMENT…]    start it with these arguments; without a verb in front: --no-gui
#   packaging/run.sh --build-only   stop after the build
#   packaging/run.sh demo           the whole main job on a small sample, checked; stops by itself
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

install_dependencies build run
case ${1-} in
    --build-only)
        build r2cache
        exit
        ;;
    demo)
        build r2cache r2cache-origin
        exec "$source_directory/packaging/demo.sh"
        ;;
    *) build r2cache ;;
esac

# Without a verb in front r2cache starts its servers. There is no window yet, so on every machine
# that is what --no-gui asks for (later: where neither DISPLAY nor WAYLAND_DISPLAY is set).
case " $* " in
    ' '[!-\ ]* | *' --no-gui '* | *' --help '* | *' --version '*) ;;
    *) set -- --no-gui "$@" ;;
esac
exec "$r2cache_binary" "$@"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds r2cache and starts it, from any directory:
#
#   packaging/run.sh [ARGUMENT…]    start it with these arguments: the window, or a verb, or, where
#                                   there is no display, the servers alone (--no-gui)
#   packaging/run.sh --build-only   stop after the build, with all that `cmake --install` wants
#   packaging/run.sh demo           the whole main job on a small sample, checked; stops by itself
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

install_dependencies build run
case ${1-} in
    --build-only)
        build r2cache r2cache-ui r2cache-manual
        exit
        ;;
    demo)
        build r2cache r2cache-origin
        exec "$source_directory/packaging/demo.sh"
        ;;
    *) build r2cache r2cache-ui ;;
esac

case " $* " in
    ' '[!-\ ]* | *' --no-gui '* | *' --help '* | *' --version '*) ;;
    *)
        if [[ -z ${DISPLAY-} && -z ${WAYLAND_DISPLAY-} && -z ${QT_QPA_PLATFORM-} ]]; then
            set -- --no-gui "$@"
        fi
        ;;
esac
exec "$r2cache_binary" "$@"

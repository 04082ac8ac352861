#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# elsewhere.sh's other half, as process 1 of namespaces of its own (nobody else calls it):
# elsewhere-inside.sh FOLDER STAGING again? as-user? boot? COMMAND…
set -euo pipefail

# From pivot_root on there is nothing of the machine but /mnt, the staging folder, read-only. So what
# is written or removed afterwards is inside, whatever links a command has left there.
enter() { # FOLDER STAGING
    mount --bind "$1" "$1"
    cd "$1"
    mkdir -p old proc sys dev mnt
    mount --bind -o ro "$2" mnt
    mount -t proc proc proc
    mount --rbind /sys sys
    mount --rbind /dev dev
    mount -t tmpfs -o mode=1777 tmpfs dev/shm
    pivot_root . old
    umount -l /old
    hash -r
}

use_the_machines_network() {
    install -m 644 /mnt/hosts /mnt/resolv.conf /etc/
    install -m 644 /mnt/apt.conf /etc/apt/apt.conf.d/90host
    if [[ -e /mnt/ca.crt ]]; then install -m 644 /mnt/ca.crt /etc/host-ca.crt; fi
}

clone_source() { # again?
    if ! command -v git >/dev/null; then
        apt-get -q update
        apt-get -q install -y --no-install-recommends git
    fi
    if ! $1 || [[ ! -d /src/.git ]]; then rm -rf --one-file-system /src; fi
    if [[ ! -d /src/.git ]]; then git init --quiet --initial-branch=main /src; fi
    # /src may be the ordinary user's from an earlier call.
    git config --global --replace-all safe.directory /src
    git -C /src fetch --quiet /mnt/source.bundle HEAD
    git -C /src checkout --quiet --force -B main FETCH_HEAD
    git -C /src clean --quiet -ffd
}

# The command runs beside systemd, once that is up; its status is systemd's own in the end.
boot_with() { # COMMAND…
    apt-get -q install -y --no-install-recommends systemd systemd-sysv libpam-systemd dbus \
        dbus-user-session >&2
    local unit
    for unit in systemd-udevd.service systemd-udev-trigger.service systemd-networkd.service \
        systemd-resolved.service systemd-timesyncd.service systemd-modules-load.service \
        getty.target console-getty.service apt-daily.timer apt-daily-upgrade.timer; do
        ln -sf /dev/null "/etc/systemd/system/$unit" # the machine's, not this folder's
    done
    mount -t tmpfs -o mode=755 tmpfs /run
    mount -t tmpfs -o mode=1777 tmpfs /tmp
    hostname elsewhere
    (
        export SYSTEMD_IGNORE_CHROOT=1
        status=0
        for ((i = 0; i < 120; ++i)); do
            case $(systemctl is-system-running 2>/dev/null) in
                running | degraded) break ;;
            esac
            sleep 0.5
        done
        "$@" || status=$?
        systemctl exit "$status"
    ) &
    # container: what it may not do here, such as loading modules, it leaves alone then.
    exec env container=other SYSTEMD_LOG_TARGET=console /lib/systemd/systemd --system \
        --show-status=0 --log-level=warning
}

make_user() {
    if ! id tester >/dev/null 2>&1; then useradd --create-home tester; fi
    (
        # shellcheck source=lib.sh
        . /src/packaging/lib.sh
        install_dependencies build run test
    )
    chown -R tester: /src
}

main() {
    local folder=$1 staging=$2 again=$3 as_user=$4 boot=$5
    local become=(env HOME=/root)
    shift 5

    export DEBIAN_FRONTEND=noninteractive
    {
        enter "$folder" "$staging"
        use_the_machines_network
        clone_source "$again"
        rm -rf --one-file-system /brought
        cp -R /mnt/brought /brought
        umount /mnt
        if $as_user; then
            make_user
            become=(setpriv --reuid tester --regid tester --init-groups env HOME=/home/tester)
        fi
    } >&2

    cd /src
    if $boot; then boot_with "${become[@]}" "$@"; fi
    # Not exec: process 1 takes in what is orphaned.
    local status=0
    "${become[@]}" "$@" || status=$?
    exit "$status"
}

main "$@"

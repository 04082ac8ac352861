#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# installed.sh's other half, as root in the new Debian; systemd is the first process there.
set -euo pipefail

say() { printf '\n=== %s\n' "$*"; }
fail() {
    printf 'not as it should be: %s\n' "$*" >&2
    journalctl --no-pager -n 40 >&2 || true
    exit 1
}
# COMMAND…, as somebody who has logged in
as_ed() {
    setpriv --reuid ed --regid ed --init-groups env --chdir /home/ed HOME=/home/ed USER=ed \
        XDG_RUNTIME_DIR="/run/user/$(id -u ed)" PATH=/usr/local/bin:/usr/bin:/bin "$@"
}
# Everything but what belongs to the system's own life.
files() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /src \
        -o -path /brought -o -path /var/cache/apt -o -path /var/lib/apt -o -path /var/log \
        -o -path /home/ed/.cache -o -path /home/ed/.npm -o -path /home/ed/tour \
        -o -path /home/ed/.config/chromium -o -path '*/fontconfig' \) -prune -o -print | sort
}
eventually() { # COMMAND…: within ten seconds
    for ((i = 0; i < 100; ++i)); do
        if "$@"; then return; fi
        sleep 0.1
    done
    fail "$*"
}

say "A person, with what their renders need"
useradd --create-home --shell /bin/bash ed
loginctl enable-linger ed
apt-get -q install -y --no-install-recommends nodejs npm chromium ffmpeg curl >/dev/null
as_ed mkdir -p .config/systemd/user .local/state # theirs, whatever is installed
files >/tmp/before

say "The package"
apt-get -q install -y /brought/r2cache_*.deb | tail -n 3
as_ed r2cache --version
systemctl is-enabled --quiet r2cache && fail "the machine's service is on without being asked for"

say "Their own service"
chmod 755 /brought/r2cache-origin
mkdir -p /tmp/origin/tour
for name in city coast outro; do
    format=$([[ $name == coast ]] && echo webm || echo mp4)
    ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=640x360:rate=30:duration=3 \
        "/tmp/origin/tour/$name.$format"
done
/brought/r2cache-origin --root /tmp/origin --port 9500 >/dev/null &
as_ed r2cache config set CACHE_CUSTOM_DOMAINS=http://127.0.0.1:9500
as_ed systemctl --user enable --now r2cache
as_ed systemctl --user --no-pager status r2cache | grep -E 'Active|Status'
as_ed r2cache status >/dev/null || fail "their service does not answer"

say "The example, rendered"
as_ed cp -r /src/packaging/npm npm
as_ed cp -r npm/example tour
as_ed bash -c 'cd npm && npm pack --silent && cd ../tour && npm install --silent --no-audit --no-fund \
    ../npm/r2cache-remotion-*.tgz && sed -i "s#https://pub-[0-9a-f]*.r2.dev#http://127.0.0.1:9500#" props.json'
as_ed env BROWSER_EXECUTABLE=/usr/bin/chromium bash -c 'cd tour && node render.mjs 2>/dev/null' \
    || fail "the example does not render"
[[ $(as_ed r2cache ls --json | grep -c '"status":"ready"') == 3 ]] || fail "three videos are cached"
ffprobe -v error -show_entries format=duration -of csv=p=0 /home/ed/tour/out/tour.mp4

say "The watchdog"
as_ed mkdir .config/systemd/user/r2cache.service.d
as_ed bash -c 'printf "[Service]\nWatchdogSec=2\n" >.config/systemd/user/r2cache.service.d/w.conf'
as_ed systemctl --user daemon-reload
as_ed systemctl --user restart r2cache
pid=$(as_ed systemctl --user show -P MainPID r2cache)
kill -STOP "$pid"
is_anew() { [[ $(as_ed systemctl --user show -P MainPID -P ActiveState r2cache) != *"$pid"* ]]; }
eventually is_anew
echo "process $pid hung: it was started anew"
rm -r /home/ed/.config/systemd/user/r2cache.service.d
as_ed systemctl --user daemon-reload
as_ed systemctl --user disable --now r2cache

say "The machine's service, closed as its unit says"
export CACHE_API_TOKEN=0123456789abcdef0123456789abcdef
printf 'CACHE_CUSTOM_DOMAINS=http://127.0.0.1:9500\nCACHE_API_TOKEN=%s\n' "$CACHE_API_TOKEN" \
    >>/etc/r2cache/r2cache.env
systemctl enable --now r2cache
systemctl --no-pager status r2cache | grep -E 'Active|Status|Memory'
cd /tmp
asked=(r2cache --connect http://localhost:3000)
"${asked[@]}" add http://127.0.0.1:9500/tour/city.mp4
"${asked[@]}" verify --wait
"${asked[@]}" health | head -n 1
# ffprobe runs within the unit's limits. It is given ten seconds at the lowest priority, which is not
# enough beside a build.
has_codec() {
    "${asked[@]}" rm --force http://127.0.0.1:9500/tour/city.mp4 >/dev/null 2>&1 || true
    "${asked[@]}" add http://127.0.0.1:9500/tour/city.mp4 >/dev/null
    for ((j = 0; j < 24; ++j)); do
        if "${asked[@]}" ls --json | grep -q '"codec":"'; then return; fi
        sleep 0.5
    done
    return 1
}
eventually has_codec
systemctl reload r2cache
systemd-analyze security --no-pager r2cache | tail -n 1

say "Purged"
apt-get -q purge -y r2cache | tail -n 2
apt-get -q autoremove -y --purge >/dev/null
if getent passwd r2cache; then fail "the account is left"; fi
files >/tmp/after
comm -13 /tmp/before /tmp/after | grep -v -E '^/home/ed/(npm|\.config/r2cache|\.local/state/r2cache)(/|$)' \
    >/tmp/left || true
if [[ -s /tmp/left ]]; then
    cat /tmp/left
    fail "these are left"
fi
ls -d /home/ed/.cache/r2cache/video-cache # theirs stays
echo "Nothing is left but what is the person's own."

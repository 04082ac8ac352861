#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How long the dashboard takes from its start to a visible window, and how much memory it needs then,
# with its service in the same process, under Xvfb:
#
#   tests/ui/startup.sh [RUNS]        default: 10
#
# The promises: a window within 300 ms (median), less than 120 MB resident. Fails where they are not
# kept. Visible is what the X server says: the window is mapped. It is asked again and again, which
# adds some milliseconds, and what else the machine does adds more: the fastest run, the load, and
# the processor time of the whole process until then are told, too. Needs a release build, xvfb and xdotool. Touches nothing but a temporary folder.
set -euo pipefail
runs=${1:-10}
build=$(cd "$(dirname -- "${BASH_SOURCE[0]}")/../../build/release" && pwd)

folder=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf -- "$folder"
}
trap finish EXIT
mkdir -m 700 "$folder"/{run,state,config,home}
port=${PORT:-43960}
export HOME=$folder/home XDG_RUNTIME_DIR=$folder/run XDG_STATE_HOME=$folder/state
export XDG_CONFIG_HOME=$folder/config CACHE_DIRECTORY=$folder/cache
export CACHE_PROXY_PORT=$port CACHE_API_PORT=$((port + 1)) QT_QPA_PLATFORM=xcb DISPLAY=:$((RANDOM % 500 + 100))
Xvfb "$DISPLAY" -screen 0 1280x800x24 -nolisten tcp -noreset 2>/dev/null &
pids+=($!)
until xdotool getdisplaygeometry >/dev/null 2>&1; do sleep 0.1; done

now() { date +%s%N; }
times=() ticks=()
for run in $(seq 0 "$runs"); do # the first one fills the disk's cache: not counted
    start=$(now)
    "$build/app/r2cache" 2>>"$folder/r2cache.log" &
    pid=$!
    pids+=("$pid")
    until xdotool search --onlyvisible --name 'R2 Video Cache' >/dev/null 2>&1; do
        kill -0 "$pid" || { cat "$folder/r2cache.log" >&2; exit 1; }
    done
    visible=$((($(now) - start) / 1000000))
    read -ra stat <"/proc/$pid/stat" # 13 and 14: user and system time, in ticks
    [[ $run == 0 ]] || { times+=("$visible"); ticks+=("$((stat[13] + stat[14]))"); }
    if [[ $run == "$runs" ]]; then
        sleep 5 # connected, the first page filled
        memory=$(awk '/^(Rss|Pss|Anonymous):/ {printf "%s %.1f MB  ", $1, $2 * 1024 / 1e6}' \
            "/proc/$pid/smaps_rollup")
        resident=$(awk '/^Rss:/ {printf "%d", $2 * 1024 / 1e6}' "/proc/$pid/smaps_rollup")
    fi
    kill "$pid"
    wait "$pid" || true
done

mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
median=${sorted[$((runs / 2))]}
echo "visible after: median $median ms, fastest ${sorted[0]} ms, slowest ${sorted[-1]} ms ($runs runs)"
busy=$(printf '%s\n' "${ticks[@]}" | sort -n | sed -n "$((runs / 2 + 1))p")
echo "processor time until then: median $((busy * 1000 / $(getconf CLK_TCK))) ms"
echo "memory: $memory"
echo "load: $(cut -d ' ' -f 1 /proc/loadavg) on $(nproc) cores"
((median < 300 && resident < 120)) || { echo "more than promised" >&2; exit 1; }

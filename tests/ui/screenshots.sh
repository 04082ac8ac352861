#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pictures of every page of the window with real content, light and dark, at 1x and 2x, under Xvfb:
#
#   tests/ui/screenshots.sh [-l de_DE.UTF-8] [-s 900x600] FOLDER [PAGE…]
#
#   -l LOCALE   another language than English     -s SIZE   of the window, else 1280x800
#   PAGE        overview, entries, … (default: all)
#
# A thousand entries, running, waiting and failed downloads, a config with all kinds of videos, a
# render's lease and reports, a warning, and a morning of charts (written by this script, not
# measured). Needs a release build with the tests (packaging/test.sh), ffmpeg, jq, and besides xvfb,
# xdotool and imagemagick. Touches nothing but FOLDER and a temporary folder.
set -euo pipefail
usage='usage: tests/ui/screenshots.sh [-l LOCALE] [-s WIDTHxHEIGHT] FOLDER [PAGE…]'
locale=C.UTF-8 size=1280x800
while getopts l:s: option; do
    case $option in
        l) locale=$OPTARG ;;
        s) size=$OPTARG ;;
        *) echo "$usage" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))
width=${size%x*} height=${size#*x}
out=${1:?$usage}
shift
pages=(overview entries downloads prepare health renders log settings)
wanted=("${@:-${pages[@]}}")
build=$(cd "$(dirname -- "${BASH_SOURCE[0]}")/../../build/release" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)

folder=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf -- "$folder"
}
trap finish EXIT
mkdir -m 700 "$folder"/{run,state,config,home,videos}

# --- Videos: one that can be played, under many names -------------------------------------------
ffmpeg -v error -f lavfi -i testsrc2=size=640x360:rate=30:duration=4 -c:v mpeg4 -q:v 4 \
    "$folder/videos/scene.mp4"
names=(harbour-drone background-loop logo-sting interview-a interview-b city-night quiz-bg countdown)
for name in "${names[@]}" $(seq -f 'take-%04g' 1 1000); do
    ln "$folder/videos/scene.mp4" "$folder/videos/$name.mp4"
done
for name in intro-4k b-roll-harbour snow-overlay reddit-top reddit-top-1080p; do
    cp "$folder/videos/scene.mp4" "$folder/videos/$name.mp4"
    truncate -s 60M "$folder/videos/$name.mp4"
done

origin_port=${PORT:-43970}
api=$((origin_port + 1)) proxy=$((origin_port + 2))
origin=http://127.0.0.1:$origin_port
"$build/tests/support/origin/r2cache-origin" --root "$folder/videos" --port "$origin_port" \
    >"$folder/origin.log" &
pids+=($!)

export HOME=$folder/home XDG_RUNTIME_DIR=$folder/run XDG_STATE_HOME=$folder/state
export XDG_CONFIG_HOME=$folder/config CACHE_DIRECTORY=$folder/cache CACHE_MAX_ENTRIES=1050
export CACHE_PROXY_PORT=$proxy CACHE_API_PORT=$api CACHE_CUSTOM_DOMAINS=$origin
export CACHE_MAX_RETRY_ATTEMPTS=0 LANG=$locale LANGUAGE=${locale%%_*}
unset LC_ALL
start_service() {
    "$build/app/r2cache" --no-gui 2>"$folder/r2cache.log" &
    service=$!
    pids+=("$service")
    until curl -sf --noproxy '*' "http://127.0.0.1:$proxy/health" >/dev/null; do
        kill -0 "$service" || { cat "$folder/r2cache.log" >&2; exit 1; }
        sleep 0.1
    done
}
start_service
kill "$service"
wait "$service" || true
# What the charts show: renders come and go; minutes of the last hour, and hours of the day before.
history=$(dirname "$(find "$folder/state" -name token)")/history.json
jq -n --argjson now "$(date +%s)" '
    def row($start; $load): [$start * 1000, ($load * 40 | floor), ($load * 3 | floor),
        ($load * 900000000 | floor), ($load * 40000000 | floor), ($load * 3 | floor), 0, 1000000, 9];
    def wave($x): ([0.06, (($x * 0.31 | sin) + ($x * 0.17 | cos)) / 2] | max);
    {format: 1,
     minutes: [range(90; 1; -1) | . as $ago
         | row((($now / 60 | floor) - $ago) * 60; wave($ago))],
     hours: [range(26; 1; -1) | . as $ago
         | row((($now / 3600 | floor) - $ago) * 3600; 30 * wave($ago * 3))]}' >"$history"
start_service
token=$(find "$folder/state" -name token -exec cat {} +)
call() { # METHOD PATH [BODY]
    curl -sS --fail-with-body --noproxy '*' -X "$1" -H "Authorization: Bearer $token" ${3:+--data "$3"} \
        "http://127.0.0.1:$api/api/cache/$2"
}

# --- Content -------------------------------------------------------------------------------------
urls_of() { printf '%s\n' "$@" | jq -R "\"$origin/\" + . + \".mp4\"" | jq -sc .; }
call POST pre-cache "{\"urls\": $(urls_of $(seq -f 'take-%04g' 1 1000)), \"tags\": [\"takes\"],
    \"waitMs\": 240000}" >/dev/null
mine=$(call POST pre-cache "{\"urls\": $(urls_of "${names[@]}"), \"tags\": [\"promo\", \"drone\"]}")
locals=$(jq -r '.data.results[].cacheEntry.localUrl' <<<"$mine")
for _ in 1 2 3; do
    for url in $locals; do curl -s --noproxy '*' -o /dev/null "$url"; done
done
call POST "entry/$(jq -r '.data.results[1].cacheEntry.id' <<<"$mine")/pin" '{}' >/dev/null
call POST process-config "{\"config\": $(urls_of harbour-drone interview-a logo-sting)}" >/dev/null
call POST pre-cache "{\"urls\": [\"$origin/fault/status=404/promo-cut7.mp4\"]}" >/dev/null
for number in 1 2 3; do
    call POST renders "{\"success\": $([[ $number == 2 ]] && echo false || echo true),
        $([[ $number == 2 ]] && echo "\"error\": \"The command ended with exit code 1.\", \"fallbacks\":
            [{\"url\": \"$origin/promo-cut7.mp4\", \"error\": \"Not at the origin (404).\"}],")
        \"composition\": \"promo-week-4$number\", \"hits\": $((40 + number)), \"misses\": 1,
        \"renderTimeMs\": 84000, \"cacheProcessingTimeMs\": 3100,
        \"bytesFromCache\": 1900000000, \"bytesFromOrigin\": 12000000,
        \"cachedUrls\": $(urls_of "${names[@]}"),
        \"slowestAsset\": {\"url\": \"$origin/intro-4k.mp4\", \"timeMs\": 2100},
        \"phases\": [{\"name\": \"caching\", \"timeMs\": 3000}, {\"name\": \"bundling\", \"timeMs\": 9000},
            {\"name\": \"rendering\", \"timeMs\": 61000}, {\"name\": \"encoding\", \"timeMs\": 11000}]}" \
        >/dev/null
done
call POST pre-cache "{\"urls\": [\"$origin/fault/rate=180000/intro-4k.mp4\",
    \"$origin/fault/rate=120000/b-roll-harbour.mp4\", \"$origin/fault/rate=70000/snow-overlay.mp4\",
    \"$origin/reddit-top.mp4\"], \"wait\": false}" >/dev/null

# A config for the page Prepare: cached ones, one that was never there, one still to fetch.
jq -n --arg origin "$origin" '{title: "Promo, week 48", fps: 30, intro: {src: "\($origin)/countdown.mp4"},
    scenes: [{clip: "\($origin)/harbour-drone.mp4", from: 0}, {clip: "\($origin)/city-night.mp4#t=3,8"},
        {clip: "\($origin)/fault/status=404/promo-cut7.mp4"}, {clip: "\($origin)/reddit-top-1080p.mp4"},
        {clip: "\($origin)/quiz-bg.mp4"}], music: "\($origin)/theme.mp3"}' >"$folder/promo-week-48.json"

# --- Pictures ------------------------------------------------------------------------------------
# By the dialog, as somebody without a mouse would: there is no window manager to focus it.
open_config() { # PATH
    local before dialog
    before=$(xdotool search --onlyvisible --class r2cache | sort)
    xdotool key --clearmodifiers ctrl+o
    for _ in $(seq 50); do
        dialog=$(comm -13 <(echo "$before") <(xdotool search --onlyvisible --class r2cache | sort))
        [[ -n $dialog ]] && break
        sleep 0.1
    done
    sleep 1
    xdotool windowfocus "$(tail -n 1 <<<"$dialog")"
    xdotool type "$1"
    xdotool key Return
    sleep 2
    xdotool windowfocus "$window"
}

for scale in 1 2; do
    display=:$((RANDOM % 500 + 100))
    Xvfb "$display" -screen 0 $((width * scale))x$((height * scale))x24 -nolisten tcp -noreset 2>/dev/null &
    screen=$!
    pids+=("$screen")
    export DISPLAY=$display QT_SCALE_FACTOR=$scale
    until xdotool getdisplaygeometry >/dev/null 2>&1; do sleep 0.1; done
    for theme in light dark; do
        "$build/app/r2cache" --theme "$theme" 2>>"$folder/window.log" &
        window_pid=$!
        pids+=("$window_pid")
        window=$(xdotool search --sync --onlyvisible --name 'R2 Video Cache' | tail -n 1)
        xdotool windowsize --sync "$window" $((width * scale)) $((height * scale)) 2>/dev/null || true
        xdotool windowmove "$window" 0 0 windowfocus "$window"
        for number in "${!pages[@]}"; do
            page=${pages[$number]}
            [[ " ${wanted[*]} " == *" $page "* ]] || continue
            xdotool key --clearmodifiers "ctrl+$((number + 1))"
            sleep 2 # what is drawn has no event that says so
            case $page in
                entries) # one that is held
                    xdotool mousemove $((500 * scale)) $((300 * scale)) click 1
                    sleep 2
                    ;;
                renders) # the one that failed
                    xdotool mousemove $((400 * scale)) $((133 * scale)) click 1
                    sleep 1
                    ;;
                prepare)
                    open_config "$folder/promo-week-48.json"
                    ;;
            esac
            xdotool mousemove 0 0
            import -window root "$out/$page-$theme-${scale}x.png"
        done
        kill "$window_pid"
        wait "$window_pid" || true
    done
    kill "$screen"
    wait "$screen" || true
done
ls "$out"

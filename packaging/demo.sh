#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job on a small sample: a config full of video URLs is handed over, the videos are
# fetched, the config comes back with local URLs, and the local proxy serves exactly the origin's
# bytes, also with the origin gone. Started by "packaging/run.sh demo", which builds first.
# Touches nothing but a temporary folder; exits with 0 only if every byte was right.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

sample=$source_directory/packaging/sample
folder=$(mktemp -d)
origin_pid='' r2cache_pid=''
mkdir -m 700 "$folder"/{home,run,state,config,cache}

finish() {
    local status=$?
    trap - EXIT
    kill ${origin_pid:+"$origin_pid"} ${r2cache_pid:+"$r2cache_pid"} 2>/dev/null || true
    wait
    if ((status != 0)) && [[ -s $folder/r2cache.log ]]; then
        say "The demo failed. What r2cache said:"
        tail -n 40 "$folder/r2cache.log" >&2
    fi
    rm -rf -- "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

step_number=0
step() { step_number=$((step_number + 1)); printf '\n%d. %s\n' "$step_number" "$*"; }
show() { sed 's/^/   | /'; }
check() { printf '   ok: %s\n' "$*"; }

# Loopback is never asked through a proxy of the environment.
ask() { curl --silent --show-error --noproxy '*' --max-time 60 "$@"; }
sha256() { sha256sum | cut -d ' ' -f 1; }

# A port that nobody answers on; below those that the kernel gives to outgoing connections.
free_port() {
    local port
    while port=$((20000 + RANDOM % 10000)); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
        if (exec 3<>"/dev/tcp/::1/$port") 2>/dev/null; then continue; fi
        echo "$port"
        return
    done
}

# Waits until a command succeeds, as long as the process lives, 15 s at most.
wait_until() { # PID WHAT COMMAND…
    local pid=$1 what=$2 tries
    shift 2
    for ((tries = 0; tries < 150; tries++)); do
        if "$@" >/dev/null 2>&1; then return; fi
        kill -0 "$pid" 2>/dev/null || fail "$what has stopped"
        sleep 0.1
    done
    fail "$what does not answer"
}

step "An origin: a local server that stands in for R2 and has three videos"
"$origin_binary" --root "$sample/videos" --port 0 >"$folder/origin.log" &
origin_pid=$!
wait_until "$origin_pid" "the stand-in origin" grep -q '^listening http://' "$folder/origin.log"
origin=$(sed -n 's/^listening //p' "$folder/origin.log")
(cd "$sample/videos" && find . -type f -printf '%s bytes  %P\n' | sort -k 3) | show

step "r2cache: the two servers, with an empty cache"
proxy_port=$(free_port)
while api_port=$(free_port); [[ $api_port == "$proxy_port" ]]; do :; done
# A fresh environment: nothing of yours is read, nothing of yours is written.
(cd "$folder/home" && exec env -i PATH="$PATH" HOME="$folder/home" TMPDIR="$folder" LANG=C.UTF-8 \
    XDG_RUNTIME_DIR="$folder/run" XDG_STATE_HOME="$folder/state" \
    XDG_CONFIG_HOME="$folder/config" XDG_CACHE_HOME="$folder/home/.cache" \
    XDG_DATA_HOME="$folder/home/.local/share" \
    CACHE_DIRECTORY="$folder/cache/videos" CACHE_MIN_FREE_GB=0.1 \
    CACHE_PROXY_PORT="$proxy_port" CACHE_API_PORT="$api_port" CACHE_CUSTOM_DOMAINS="$origin" \
    "$r2cache_binary" --no-gui) >"$folder/r2cache.log" 2>&1 &
r2cache_pid=$!
proxy=http://localhost:$proxy_port
wait_until "$r2cache_pid" r2cache ask --fail "$proxy/health"
endpoint_file=$(find "$folder/run" -name '*.json')
[[ -s $endpoint_file ]] || fail "r2cache has left no endpoint file"
field() { sed -n "s/.*\"$1\"[^\"]*\"\([^\"]*\)\".*/\1/p" "$endpoint_file"; }
api=$(field apiUrl)
token=$(<"$(field tokenFile)")
check "videos at $proxy, REST at $api"

step "A config as a Remotion project has it; the URLs lie at any depth"
sed "s|@ORIGIN@|$origin|" "$sample/props.json" >"$folder/before.json"
show <"$folder/before.json"

step "POST $api/api/cache/process-config: fetch the videos, answer with local URLs"
{ printf '{"config": '; cat "$folder/before.json"; printf '}'; } >"$folder/request.json"
ask --fail-with-body -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    --data-binary @"$folder/request.json" "$api/api/cache/process-config" \
    >"$folder/answer.json" || fail "process-config: $(<"$folder/answer.json")"
# The config comes back byte for byte apart from the URLs, so its lines can be cut out as text.
{ echo '{'; sed -n '/^  "title"/,/^  "fps"/p' "$folder/answer.json"; echo '}'; } >"$folder/after.json"
show <"$folder/after.json"
mapfile -t originals < <(grep -oE "$origin/[^\"#]+" "$folder/before.json")
mapfile -t locals < <(grep -oE "http://localhost:$proxy_port/video/[0-9a-z.-]+" "$folder/after.json")
((${#locals[@]} == ${#originals[@]})) \
    || fail "${#originals[@]} URLs went in, ${#locals[@]} local ones came out"
cp "$folder/after.json" "$folder/restored.json"
for index in "${!locals[@]}"; do
    sed -i "s|${locals[index]}|${originals[index]}|" "$folder/restored.json"
done
cmp -s "$folder/before.json" "$folder/restored.json" \
    || fail "more than the URLs has changed: $(diff "$folder/before.json" "$folder/restored.json")"
check "${#locals[@]} URLs are local, every other byte is what it was"

check_bytes() {
    local index original
    for index in "${!locals[@]}"; do
        original=$sample/videos${originals[index]#"$origin"}
        [[ $(ask --fail "${locals[index]}" | sha256) == "$(sha256 <"$original")" ]] \
            || fail "${locals[index]} is not ${originals[index]}"
        [[ $(ask --fail --range 1000-4999 "${locals[index]}" | sha256) \
            == "$(tail -c +1001 "$original" | head -c 4000 | sha256)" ]] \
            || fail "bytes 1000-4999 of ${locals[index]} are wrong"
    done
    check "${#locals[@]} videos whole and in part: SHA-256 equals the original's"
}

step "A player seeks: one Range request to the proxy"
echo "\$ curl --range 1000-4999 ${locals[0]}" | show
ask --fail --range 1000-4999 --output /dev/null --dump-header - "${locals[0]}" | tr -d '\r' \
    | grep -iE '^(HTTP|Content-|ETag|Accept-Ranges|X-Cache)' | show
check_bytes

step "The origin is stopped; the render goes on"
kill "$origin_pid"
wait "$origin_pid" || true
origin_pid=''
if ask --output /dev/null "$origin/intro.mp4" 2>/dev/null; then fail "the origin still answers"; fi
check "$origin answers no more"
check_bytes

step "GET $proxy/cache/stats: what happened"
ask --fail "$proxy/cache/stats" >"$folder/stats.json"
grep -oE '"(entryCount|currentSizeBytes|totalRequests|totalBytesServed|bytesFromOrigin)": ?[0-9.e+]+' \
    "$folder/stats.json" | tr -d '"' | show

step "SIGTERM: r2cache finishes what it is sending and stops"
kill "$r2cache_pid"
wait "$r2cache_pid" || fail "r2cache ended with $?"
r2cache_pid=''
check "exit status 0"
printf '\nEverything was as it should be.\n'

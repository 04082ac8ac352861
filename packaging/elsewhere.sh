#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the suite, or what it is told, on a freshly made Debian in a folder: another release than this
# machine's, or the same one with nothing in it. The command is root there, in mount and pid
# namespaces of its own: it sees the folder and the network, no file and no process of this machine.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'USAGE'
packaging/elsewhere.sh [OPTION…] [-- COMMAND…]

Makes a Debian in a folder (debootstrap), puts a clean clone of this checkout's HEAD in /src there and
runs COMMAND in it, .ci/run if none is given. Exits as COMMAND does. Wants root and debootstrap.

--suite NAME     trixie (Debian 13, the default) or bookworm (Debian 12)
--folder DIR     where: /var/tmp/r2cache-NAME if not given. An earlier call's folder is used again
--keep           leave the folder for the next call; otherwise the call that made it removes it
--again          keep what was built in /src by an earlier call: only what changed is built
--bring FILE     puts a copy of FILE into /brought there; may be given several times
--boot           systemd is the first process there, and COMMAND its child, as on a machine that has
                 started
--user           the packages are installed as root, COMMAND is run by an ordinary user
--mirror URL     whence the packages come: MIRROR of the environment, else as this machine's own

Proxies (of apt and the environment), npm's registry and the certificate authorities are this
machine's.
USAGE
}

suite=trixie folder='' keep=false again=false as_user=false boot=false mirror=${MIRROR:-}
command_line=() brought=()
while (($# > 0)); do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --suite | --folder | --mirror | --bring)
            if (($# < 2)); then fail "$1 needs a value"; fi
            case $1 in
                --suite) suite=$2 ;;
                --folder) folder=$2 ;;
                --mirror) mirror=$2 ;;
                --bring) brought+=("$2") ;;
            esac
            shift
            ;;
        --keep) keep=true ;;
        --again) again=true ;;
        --user) as_user=true ;;
        --boot) boot=true ;;
        --)
            shift
            command_line=("$@")
            break
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
    shift
done
if ((${#command_line[@]} == 0)); then command_line=(.ci/run); fi

case $suite in
    trixie | bookworm) ;;
    *) fail "--suite is trixie or bookworm, not $suite" ;;
esac
if ((EUID != 0)); then
    fail "debootstrap and namespaces need root: call $0 as root (what it runs sees nothing of this machine's files)"
fi
for command in debootstrap git unshare pivot_root flock; do
    if ! have_any "$command"; then
        fail "there is no $command: apt-get install debootstrap git util-linux mount"
    fi
done

# --- The folder: ours or none --------------------------------------------------------------------
# Its marker names the suite; "making SUITE" means that debootstrap has not finished.
folder=$(realpath --canonicalize-missing -- "${folder:-/var/tmp/r2cache-$suite}")
marker=$folder/.r2cache-elsewhere
if [[ ! $folder =~ ^(/[A-Za-z0-9._+-]+){2,}$ ]]; then
    fail "$folder: choose a folder below another one, of letters, digits and . _ + - only"
fi
if [[ $source_directory/ == "$folder"/* ]]; then fail "$folder holds this checkout"; fi

has_mounts() { # whether something is mounted on the folder or below it
    local mount_point rest
    while read -r _ _ _ _ mount_point rest; do
        if [[ $mount_point/ == "$folder"/* ]]; then return 0; fi
    done </proc/self/mountinfo
    return 1
}

# The one place that removes: a folder with our marker, no symbolic link, nothing mounted in it, and
# never across a file system's edge. What the namespaces mount is not seen from here.
remove_folder() {
    if [[ -L $folder || ! -f $marker ]]; then fail "$folder was not made by this script: it stays"; fi
    if has_mounts; then fail "something is mounted in $folder (umount it first): it stays"; fi
    rm -rf --one-file-system --preserve-root=all -- "$folder"
}

lock_folder() {
    mkdir -p -- "$folder"
    exec 9<"$folder"
    flock --nonblock 9 || fail "another call uses $folder"
}

lock_folder
if has_mounts; then fail "something is mounted in $folder: umount it first"; fi
if [[ ! -f $marker && -n $(ls -A -- "$folder") ]]; then
    fail "$folder has something in it that this script has not made: choose another --folder"
fi
was_there=false
case $(if [[ -f $marker ]]; then cat -- "$marker"; fi) in
    "$suite") was_there=true ;;
    'making '*)
        say "note: $folder was left half made: it is made anew"
        remove_folder
        lock_folder
        ;;
    '') ;;
    *) fail "$folder holds $(<"$marker"), not $suite: choose another --folder" ;;
esac
if ! $was_there; then printf 'making %s\n' "$suite" >"$marker"; fi

staging=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    rm -rf --one-file-system -- "$staging"
    if ! $keep && ! $was_there; then remove_folder; fi
}
trap clean_up EXIT

# --- What it has of this machine -----------------------------------------------------------------
if [[ -z $mirror ]]; then
    # shellcheck disable=SC2016 # the variable is apt's
    mirror=$(apt-get indextargets --format '$(REPO_URI)' \
        'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
    if [[ -z $mirror ]]; then
        fail "this machine's apt knows no Debian mirror: apt-get update, or --mirror URL"
    fi
fi

cat >"$staging/hosts" <<'HOSTS'
127.0.0.1 localhost
::1 localhost ip6-localhost ip6-loopback
HOSTS
cp -L /etc/resolv.conf "$staging/resolv.conf"
certificates=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
if [[ -r $certificates ]]; then cp -L "$certificates" "$staging/ca.crt"; fi
apt-config dump \
    | sed -nE '/^Acquire::(https?::(.*::)?Proxy|Check-Valid-Until|Check-Date|Retries) /p' \
        >"$staging/apt.conf"
git -C "$source_directory" bundle create --quiet "$staging/source.bundle" HEAD
mkdir "$staging/brought"
if ((${#brought[@]} > 0)); then cp -L -- "${brought[@]}" "$staging/brought/"; fi

environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    LC_ALL=C.UTF-8 TERM="${TERM:-dumb}")
if [[ -e $staging/ca.crt ]]; then
    environment+=(NODE_EXTRA_CA_CERTS=/etc/host-ca.crt SSL_CERT_FILE=/etc/host-ca.crt)
    printf 'Acquire::https::CaInfo "/etc/host-ca.crt";\n' >>"$staging/apt.conf"
fi
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    if [[ -n ${!name:-} ]]; then environment+=("$name=${!name}"); fi
done
# The registry alone: npm's configuration may hold keys, which are nobody's business there.
if have_any npm && registry=$(npm config get registry 2>/dev/null) && [[ $registry == http* ]]; then
    environment+=("npm_config_registry=$registry")
fi

# --- The Debian ----------------------------------------------------------------------------------
# debootstrap mounts too: in a mount namespace nothing stays when it is killed.
make_debian() {
    say "Making $suite in $folder"
    if ! unshare --mount --propagation private -- \
        debootstrap --variant=minbase "$suite" "$folder" "$mirror" 9<&- >&2; then
        tail -n 20 -- "$folder/debootstrap/debootstrap.log" >&2 || true
        fail "debootstrap could not make $suite from $mirror"
    fi
    chmod 755 -- "$folder"
    printf '%s\n' "$suite" >"$marker"
}

if ! $was_there; then make_debian; fi
# unshare ignores SIGTERM, but what runs there dies with it (--kill-child): whoever stops this script
# stops all of it. In the background a shell makes SIGINT ignored, which env takes back.
env -i --default-signal=INT,QUIT "${environment[@]}" HOME=/root \
    unshare --mount --pid --uts --ipc --fork --kill-child --propagation private -- \
    bash "$source_directory/packaging/elsewhere-inside.sh" \
    "$folder" "$staging" "$again" "$as_user" "$boot" "${command_line[@]}" 9<&- <&0 &
inside=$!
trap 'kill -KILL "$inside"; exit 130' INT
trap 'kill -KILL "$inside"; exit 143' TERM HUP
status=0
wait "$inside" || status=$?
exit "$status"

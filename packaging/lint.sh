#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the C++ sources against .clang-format and .clang-tidy, all of them against cppcheck. Installs and changes nothing outside
# build/lint; needs clang-format and clang-tidy (14, as in Debian 12, is the reference).
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'USAGE'
packaging/lint.sh [--format-only] [--all | --since COMMIT | FILE…]

Without files: what differs from the main branch, uncommitted changes and new files included.

--all            every .cpp and .h below app, core, tests and ui; with cppcheck, if it is installed
--since COMMIT   what differs from the merge base with COMMIT instead of main
--format-only    leave out clang-tidy (minutes for --all)

Exits with 1 if anything was found. A changed header is checked through the .cpp files given with
it: --all finds what a header breaks elsewhere.
USAGE
}

lint_directory=$source_directory/build/lint
format_only=false all=false base=main
files=()
while (($# > 0)); do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --format-only) format_only=true ;;
        --all) all=true ;;
        --since)
            base=${2:?--since needs a commit}
            shift
            ;;
        -*)
            usage >&2
            exit 2
            ;;
        *) files+=("$(realpath --relative-to="$source_directory" -- "$1")") ;;
    esac
    shift
done
cd "$source_directory"

sources=(':(glob)app/**/*.cpp' ':(glob)app/**/*.h' ':(glob)core/**/*.cpp' ':(glob)core/**/*.h'
    ':(glob)tests/**/*.cpp' ':(glob)tests/**/*.h' ':(glob)ui/**/*.cpp' ':(glob)ui/**/*.h')
if $all; then
    mapfile -t files < <(git ls-files --cached --others --exclude-standard -- "${sources[@]}")
elif ((${#files[@]} == 0)); then
    fork=$(git merge-base "$base" HEAD) || fail "there is no commit $base to compare with: --since"
    mapfile -t files < <(
        git diff --name-only --diff-filter=d "$fork" -- "${sources[@]}"
        git ls-files --others --exclude-standard -- "${sources[@]}"
    )
fi
if ((${#files[@]} == 0)); then
    say "Nothing to check."
    exit 0
fi

status=0
have_any clang-format || fail "clang-format is not installed"
clang-format --dry-run --Werror "${files[@]}" || status=1

units=()
for file in "${files[@]}"; do
    if [[ $file == *.cpp ]]; then units+=("$file"); fi
done
if ! $format_only && ((${#units[@]} > 0)); then
    have_any clang-tidy || fail "clang-tidy is not installed"
    # A build directory of its own, configured but never built: clang cannot read GCC's precompiled
    # header. All that is generated is what some files include of moc's making.
    cmake -S "$source_directory" -B "$lint_directory" -G Ninja -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >/dev/null
    mapfile -t needing_moc < <(grep -lE '^#include ".*\.moc"' -- "${units[@]}")
    for unit in ${needing_moc[@]+"${needing_moc[@]}"}; do
        while read -r target; do
            cmake -E cmake_autogen "$target" Debug >/dev/null
        done < <(find "$lint_directory" -name AutogenInfo.json \
            -exec grep -lF "\"$source_directory/$unit\"" {} +)
    done
    printf '%s\0' "${units[@]}" \
        | xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p "$lint_directory" \
            2> >(grep -v '^[0-9]* warnings\? generated\.$' >&2) || status=1
fi

if $all && ! $format_only; then
    if have_any cppcheck; then
        cppcheck -j "$(nproc)" --quiet --enable=warning,performance,portability --std=c++20 \
            --library=qt -DQ_OBJECT= '-DQ_DISABLE_COPY_MOVE(name)=' -I . --inline-suppr \
            --suppress=missingIncludeSystem --suppressions-list=packaging/cppcheck.suppressions \
            --error-exitcode=1 --template='{file}:{line}: {severity}: {id}: {message}' \
            app core ui || status=1
    else
        say "note: cppcheck is not installed"
    fi
fi

if ((status == 0)); then say "${#files[@]} files: nothing found."; fi
exit "$status"

#!/bin/sh
# Compile the extras of setup.cfg into requirement files with hashes, for Python 3.11 and newer on
# every machine. They name no index: pip takes the packages from wherever it is set up to.
# An argument such as --upgrade is handed to uv; without it, pinned versions stay where they can.
set -eu
cd "$(dirname "$0")/.."
uv=$(sh tools/ensure_uv.sh)

compile() {
    out=$1; shift
    "$uv" --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-package balai -o "requirements/$out.txt" "$@"
}

compile dev pyproject.toml --extra dev "$@"
for extra in demo hub kiosk display; do
    compile "$extra" pyproject.toml --extra "$extra" --constraint requirements/dev.txt "$@"
done
compile scale pyproject.toml --extra hub --extra scale --constraint requirements/dev.txt "$@"
compile node requirements/node.in "$@"
for tool in voice hearing; do
    compile "$tool" "requirements/$tool.in" --constraint requirements/dev.txt "$@"
done

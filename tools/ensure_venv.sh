#!/bin/sh
# Make .venv hold the packages of requirements/demo.txt or requirements/dev.txt and Balai itself.
# usage: ensure_venv.sh demo|dev
# Quick when nothing changed. A dev environment serves the demo too; a demo one is built up to dev.
set -eu
cd "$(dirname "$0")/.."
level=$1
stamp=.venv/.balai-level
now=$(cat requirements/demo.txt requirements/dev.txt setup.cfg pyproject.toml | sha256sum | cut -d' ' -f1)

find_python() {
    # A Python that was asked for by name is taken or refused, never silently replaced.
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Balai needs Python 3.11 or newer, and ${PYTHON:-python3} is not. Nothing was changed." >&2
    echo "Install one (Debian: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3" >&2
    exit 1
}

# What was fetched stays, for the environments that tests make: pip takes longest to look through an index.
wheels=build/wheels
pip() { # pip COMMAND OPTION...: the list comes on standard input and names all there is, so none has to bring another.
    command=$1; shift
    .venv/bin/python -m pip "$command" --quiet --disable-pip-version-check --no-deps --require-hashes -r /dev/stdin "$@"
}
install() { # install 0|1: every second package. What nobody imports need not be compiled.
    list=$(awk -v half="$1" '/^[^ #]/ { at++ } at % 2 == half' "requirements/$level.txt")
    if [ "$level" = dev ] && echo "$list" | pip download --dest "$wheels"; then
        # A package that has to be built asks the index for what builds it.
        echo "$list" | pip install --no-compile --no-index --find-links "$wheels" 2>/dev/null && return
    fi
    echo "$list" | pip install --no-compile
}

# A virtual environment whose Python is gone cannot be mended.
if [ -d .venv ] && ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
fi
if [ -f "$stamp" ]; then
    read -r had_level had_sum < "$stamp" || true
    if [ "$had_sum" = "$now" ] && { [ "$had_level" = dev ] || [ "$had_level" = "$level" ]; }; then
        exit 0
    fi
    # Never step down: who has the tools keeps them.
    [ "$had_level" = dev ] && level=dev
fi

echo "Preparing .venv ($level) ..."
if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "The virtual environment could not be made; on Debian: apt install python3-venv" >&2
        exit 1
    fi
fi
mkdir -p "$wheels"
install 0 &
half=$!
install 1 || { wait "$half"; exit 1; }
wait "$half"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
echo "$level $now" > "$stamp"

#!/bin/sh
# Make build/uv hold uv, which compiles the lists of requirements and fills the Debian packages; prints its path.
set -eu
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9

# Releases of Debian are tried beside each other: who comes second waits, and finds it there.
mkdir -p build
exec 9> build/uv.lock
if command -v flock >/dev/null; then flock 9; fi
if ! build/uv/bin/uv --version 2>/dev/null | grep -q "$UV_VERSION"; then
    "${PYTHON:-python3}" -m venv build/uv
    build/uv/bin/python -m pip install --quiet "uv==$UV_VERSION"
fi
echo build/uv/bin/uv

#!/bin/sh
# Install the recogniser that judges spoken calls into build/hearing. See docs/voice.md.
set -eu
cd "$(dirname "$0")/.."
venv=build/hearing
wanted=$(sha256sum requirements/hearing.txt | cut -d' ' -f1)
[ "$(cat $venv/.made-of 2>/dev/null)" = "$wanted" ] && exit 0
echo "Preparing $venv ..."
rm -rf "$venv"
"${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/hearing.txt
echo "$wanted" > "$venv/.made-of"

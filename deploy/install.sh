#!/bin/sh
# Install one part of Balai on this machine (Raspberry Pi OS or Debian), from a checkout with a built wheel.
# usage: sudo deploy/install.sh hub|scale|kiosk|display
# Repeating it upgrades; settings and data stay as they are.
set -eu
cd "$(dirname "$0")/.."

part=${1:-}
case $part in
    hub|scale|kiosk|display) ;;
    *) echo "usage: sudo deploy/install.sh hub|scale|kiosk|display" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "This needs root: sudo deploy/install.sh $part. Nothing was changed." >&2; exit 1; }
set -- dist/balai-*.whl
[ -e "$1" ] || { echo "There is no wheel in dist/. Build it first: make wheel. Nothing was changed." >&2; exit 1; }
[ $# = 1 ] || { echo "dist/ holds more than one wheel; leave one. Nothing was changed." >&2; exit 1; }

# espeak-ng speaks names that have no clip yet: for the hub, which makes their clips, and for displays.
# A display draws without a desktop: SDL comes with pygame, what it opens (DRM, GBM, GLES) from here.
service=$part
groups=""
case $part in
    scale) service=hub; packages="espeak-ng" ;;
    hub) packages="espeak-ng" ;;
    kiosk) packages="python3-lgpio libusb-1.0-0"; groups="gpio lp dialout" ;;
    display)
        packages="espeak-ng ffmpeg fonts-dejavu-core alsa-utils libsndfile1 libdrm2 libgbm1 libegl1 libgles2 libgl1-mesa-dri"
        groups="video render audio input tty" ;;
esac
apt-get install -y --no-install-recommends python3 python3-venv $packages

id balai >/dev/null 2>&1 || useradd --system --home-dir /var/lib/balai --shell /usr/sbin/nologin balai
for group in $groups; do
    # A unit that names a group which this machine lacks does not start.
    getent group "$group" >/dev/null || groupadd --system "$group"
done
install -d -o root -g balai -m 0750 /etc/balai
install -d -o balai -g balai -m 0700 /var/lib/balai
# Of earlier versions others could read it.
find /var/lib/balai -user balai -perm /077 -exec chmod go= {} +

[ -x /opt/balai/bin/python ] || python3 -m venv --system-site-packages /opt/balai
/opt/balai/bin/pip install --quiet --require-hashes -r "requirements/$part.txt"
/opt/balai/bin/pip install --quiet --no-deps --force-reinstall "$1"

if [ ! -e "/etc/balai/$service.toml" ]; then
    example=$part; [ "$part" = scale ] && example=hub-scale
    install -o root -g balai -m 0640 "deploy/examples/$example.toml" "/etc/balai/$service.toml"
    echo "Wrote /etc/balai/$service.toml from the example: edit it before you start."
fi
if [ "$part" = kiosk ]; then
    install -m 0644 deploy/udev/70-balai-printer.rules /etc/udev/rules.d/
    udevadm control --reload || true
fi
install -m 0644 "deploy/systemd/balai-$service.service" /etc/systemd/system/
if [ "$service" = hub ]; then
    install -m 0644 deploy/systemd/balai-estimate.service /etc/systemd/system/
    install -m 0644 deploy/systemd/balai-backup.service deploy/systemd/balai-backup.timer /etc/systemd/system/
    install -m 0644 deploy/systemd/balai-archive.service deploy/systemd/balai-archive.timer /etc/systemd/system/
fi
systemctl daemon-reload || true
echo "Installed. Start it with: systemctl enable --now balai-$service"

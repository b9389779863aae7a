"""A panel's buttons and lamps on a kernel of Debian's that pretends to have a header's pins (gpio-sim),
started by qemu: python -m tests.install.panel

The kernel is that of a card's release (tools/debian/image.py), for this kind of machine.
"""

from __future__ import annotations

import lzma
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from tests.install.roots import ROOT, Failed, empty, layer, made
from tools.debian.image import NAMED, TARGET
from tools.debian.layers import Layer

_QEMU = "qemu-system-x86_64"
_KERNEL = f"linux-image-amd64/{TARGET.suite}-backports"
#: In the order in which they stand on each other.
_MODULES = ("netfs", "9pnet", "9pnet_virtio", "9p", "configfs", "gpio-sim")
#: The first program of that machine; this machine's files lie below /host.
_INIT = """\
#!/bin/busybox sh
PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for name in @MODULES@; do insmod "/modules/$name.ko"; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro host /host
mount -t configfs none /sys/kernel/config
card=/sys/kernel/config/gpio-sim/card
mkdir $card; mkdir $card/bank0
echo 54 > $card/bank0/num_lines; echo pinctrl-bcm2711 > $card/bank0/label; echo 1 > $card/live
for name in proc sys dev; do mount --bind /$name /host/$name; done
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=@ROOT@
chroot /host @PYTHON@ @ROOT@/tests/install/pressing.py \\
    "/sys/devices/platform/$(cat $card/dev_name)/$(cat $card/bank0/chip_name)"
poweroff -f
"""
_SECONDS = 300.0


def tried() -> str:
    """What the panel was seen to do. Raises Failed, and Unable where nothing can be fetched."""
    with layer(empty(TARGET.suite)) as laid, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _fetched(laid, place / "files")
        (kernel,) = (place / "files").rglob("vmlinuz*")
        first = _first(place, place / "files")
        command = [
            _QEMU, "-accel", "tcg", "-cpu", "max", "-m", "1024", "-nographic", "-no-reboot", "-nic", "none",
            "-kernel", str(kernel), "-initrd", str(first), "-append", "console=ttyS0 quiet panic=-1",
            "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on",
        ]  # fmt: skip
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_SECONDS
        )
    said = done.stdout.decode(errors="replace")
    if "pins: well" not in said:
        raise Failed(said[-3000:])
    return "buttons are heard, a lamp is lit, darkened, and dark when its program is gone"


def _fetched(laid: Layer, files: Path) -> None:
    """The kernel, its modules and what starts first, unpacked."""
    inside = ("unshare", "--mount", "--pid", "--fork", "chroot", str(laid.path))
    made("sh", "-c", NAMED, "sh", str(laid.path))
    shutil.copyfile("/etc/resolv.conf", laid.path / "etc/resolv.conf")
    made(*inside, "apt-get", "-q", "update")
    made(*inside, "apt-get", "-q", "-y", "--download-only", "install", _KERNEL, "busybox-static")
    for package in (laid.path / "var/cache/apt/archives").glob("*.deb"):
        if package.name.startswith(("linux-", "busybox")):
            made("dpkg-deb", "-x", str(package), str(files))


def _first(place: Path, files: Path) -> Path:
    """The machine's first system."""
    root = place / "first"
    for name in ("bin", "modules", "proc", "sys", "dev", "host"):
        (root / name).mkdir(parents=True)
    (busybox,) = (file for file in files.rglob("busybox") if file.parent.name == "bin")
    shutil.copy(busybox, root / "bin/busybox")
    for name in _MODULES:
        (file,) = files.rglob(f"{name}.ko.xz")
        (root / "modules" / f"{name}.ko").write_bytes(lzma.decompress(file.read_bytes()))
    words = {"@MODULES@": " ".join(_MODULES), "@ROOT@": str(ROOT), "@PYTHON@": sys.executable}
    text = _INIT
    for word, value in words.items():
        text = text.replace(word, value)
    (root / "init").write_text(text)
    (root / "init").chmod(0o755)
    packed = place / "first.cpio"
    pack = f"find . | {root}/bin/busybox cpio -o -H newc > {packed}"
    subprocess.run(["sh", "-c", pack], cwd=root, check=True, capture_output=True)
    return packed


if __name__ == "__main__":
    click.echo(tried())

"""Build the image of a memory card: python -m tools.debian.image kiosk

A Debian 13 of its own for a Raspberry Pi 4 or 5 (arm64) with the part's package in it: firmware and kernel of
the distribution, a system that is read only, a data partition laid over it, the machine's watchdog, and one
text file on the boot partition. Needs root, mmdebstrap, genimage and, on another kind of machine, qemu-user.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import click

from tools.debian.build import DEPLOY, DIST, build, environment
from tools.debian.environment import ROOT, Target
from tools.debian.layers import laid, once
from tools.debian.parts import PARTS

IMAGE = DEPLOY / "image"
#: With a dot in its name: the search for packages of a wheel passes over it.
FOLDER = ROOT / "build" / "debian.images"
#: Of the distribution, beside what the package itself stands on. overlayroot takes for granted that the first
#: system (initrd) has e2fsprogs, without which none is made, and busybox, without which nothing is laid over.
SYSTEM = (
    "systemd-sysv", "udev", "dbus", "kmod", "iproute2", "systemd-timesyncd", "openssh-server", "sudo", "nano",
    "raspi-firmware", "initramfs-tools", "overlayroot", "e2fsprogs", "busybox",
    "zstd", "python3",
)  # fmt: skip
#: Asks the name servers that the network tells of; put in last, since where nothing runs it asks none.
RESOLVER = "systemd-resolved"
#: Lets the data partition take the rest of its card (deploy/image/first-boot).
GROWS = "fdisk"
#: Raspberry Pi 5 has its sockets behind a chip of its own (RP1), which kernels drive since 6.17: that of
#: Debian 13's backports does, the release's own does not. Debian 12 cannot set it up.
TARGET = Target("trixie", "arm64")
KERNEL = f"linux-image-arm64/{TARGET.suite}-backports"
#: Names the release's backports beside it, from the same archive, and packs the first system, which is
#: emulated, quickly; a shell's, with the root as its argument.
NAMED = (
    f'sed -n "s/ {TARGET.suite} / {TARGET.suite}-backports /p" "$1/etc/apt/sources.list" '
    '> "$1/etc/apt/sources.list.d/backports.list"; mkdir -p "$1/etc/initramfs-tools/conf.d"; '
    'echo COMPRESSLEVEL=3 > "$1/etc/initramfs-tools/conf.d/balai"'
)
#: The units that an image starts, by the program whose settings it has.
STARTS = {
    "hub": (
        "balai-hub.service", "balai-estimate.service", "balai-backup.timer", "balai-archive.timer",
        "balai-certificate.timer",
    ),
    "kiosk": ("balai-kiosk.service",),
    "display": ("balai-display.service",),
}  # fmt: skip
_PLACES = {
    "balai.txt": "boot/firmware/balai.txt",
    "first-boot": "usr/lib/balai-image/first-boot",
    "balai-first-boot.service": "usr/lib/systemd/system/balai-first-boot.service",
    "fstab": "etc/fstab",
    "overlayroot.conf": "etc/overlayroot.local.conf",
    "watchdog.conf": "etc/systemd/system.conf.d/balai.conf",
    "raspi-firmware": "etc/default/raspi-firmware",
    "raspi-extra-cmdline": "etc/default/raspi-extra-cmdline",
}
#: Where a kernel of the distribution has its boards' descriptions: up to 6.12, and later.
_BOARDS = ("usr/lib/linux-image-*/broadcom/bcm2*.dtb", "usr/lib/modules/*/dtb/broadcom/bcm2*.dtb")
#: The second kind of Raspberry Pi 5 by the kernel's name, and as the board's own loader asks for it.
_LATER_5 = ("bcm2712-d-rpi-5-b.dtb", "bcm2712d0-rpi-5-b.dtb")
_SPARE = 1.25


def image_of(name: str) -> Path:
    """Where the image of a part lies."""
    return FOLDER / f"balai-{name}-{TARGET.suite}-{TARGET.architecture}.img"


def emulate(architecture: str) -> None:
    """Have the kernel run programs of that architecture by qemu where it does not yet."""
    machine = {"arm64": "aarch64", "amd64": "x86_64"}[architecture]
    if os.uname().machine == machine:
        return
    kernel = Path("/proc/sys/fs/binfmt_misc")
    if not (kernel / "register").exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "none", str(kernel)], check=True)
    if not (kernel / f"qemu-{machine}").exists():
        (kernel / "register").write_text(Path(f"/usr/lib/binfmt.d/qemu-{machine}.conf").read_text())


def base() -> Path:
    """The system without a part, the same for all of them; made once. Raises CalledProcessError."""
    folder, names = FOLDER / f"base-{TARGET.suite}", (*SYSTEM, KERNEL)
    with once(folder, names) as lacking:
        if lacking:
            subprocess.run(
                [
                    "mmdebstrap", "--quiet", f"--architectures={TARGET.architecture}", "--variant=apt",
                    "--components=main,contrib,non-free-firmware", f"--include={','.join(names)}",
                    f"--setup-hook={NAMED}",
                    "--dpkgopt=force-unsafe-io", '--aptopt=APT::Install-Recommends "false"',
                    "--skip=cleanup/apt/lists", TARGET.suite, str(folder / "root"),
                ],
                check=True,
            )  # fmt: skip
    return folder / "root"


def system(name: str, package: Path, root: Path) -> None:
    """Put a part into a system, at `root`. Raises CalledProcessError."""
    shutil.copyfile(package, root / "srv" / package.name)
    # Nothing of it is started on the builder.
    quiet = root / "usr/sbin/policy-rc.d"
    quiet.write_text("#!/bin/sh\nexit 101\n")
    quiet.chmod(0o755)
    known = _inside(root, "apt-cache", "pkgnames").split()
    more = [one for one in PARTS[name].recommends if one in known]
    _inside(root, "apt-get", "-q", "-y", "install", f"/srv/{package.name}", *more, GROWS, RESOLVER)
    _inside(root, "apt-get", "-q", "-y", "clean")
    (root / "srv" / package.name).unlink()
    quiet.unlink()
    for stale in (root / "var/lib/apt/lists").glob("*_*"):
        stale.unlink()
    furnish(name, root)
    firmware(root)


def firmware(root: Path) -> None:
    """What a board's own loader reads: kernel, settings, and the boards' descriptions. Raises
    CalledProcessError."""
    _inside(root, "env", "DEB_MAINT_PARAMS=configure", "/etc/kernel/postinst.d/z50-raspi-firmware")
    describe(root)


def describe(root: Path) -> None:
    """Lay the boards' descriptions before the loader, wherever a kernel has them."""
    boot = root / "boot/firmware"
    for file in (file for place in _BOARDS for file in root.glob(place)):
        shutil.copyfile(file, boot / file.name)
    own, asked = (boot / name for name in _LATER_5)
    if own.exists():
        shutil.copyfile(own, asked)


def _inside(root: Path, *command: str) -> str:
    """Run a command there, with the network; what it says. Raises CalledProcessError."""
    entered = 'mount -t proc proc "$0/proc" && exec chroot "$0" env DEBIAN_FRONTEND=noninteractive "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "sh", "-c", entered, str(root), *command],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout


def furnish(name: str, root: Path) -> None:
    """Lay what makes a machine of the system: the text file, what reads it, mounts, watchdog, what starts."""
    for file, place in _PLACES.items():
        target = root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(IMAGE / file, target)
        target.chmod(0o755 if file == "first-boot" else 0o644)
    units = ["balai-first-boot.service", "systemd-networkd.service", f"{RESOLVER}.service"]
    units += [unit for program in PARTS[name].settings for unit in STARTS[program]]
    # What lies over the root takes no other options, and a unit that fails at each start hides those that do.
    for told in (("enable", *units), ("mask", "systemd-remount-fs.service")):
        subprocess.run(["systemctl", f"--root={root}", *told], check=True, capture_output=True)
    # Nobody's keys, id or name, nor the builder's name server: each machine has its own.
    for stale in (
        *root.glob("etc/ssh/ssh_host_*"),
        root / "etc/resolv.conf",
        root / "etc/machine-id",
        root / "var/lib/dbus/machine-id",
    ):
        stale.unlink(missing_ok=True)
    (root / "etc/machine-id").write_text("uninitialized\n")
    (root / "etc/resolv.conf").symlink_to("../run/systemd/resolve/stub-resolv.conf")
    (root / "etc/hostname").write_text(f"balai-{name}\n")


def pack(root: Path, folder: Path) -> Path:
    """The image of a card with that system; its file."""
    megabytes = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_symlink()) / 2**20
    with tempfile.TemporaryDirectory(dir=folder) as place:
        config = Path(place) / "genimage.cfg"
        text = (IMAGE / "genimage.cfg").read_text()
        config.write_text(text.replace("@ROOT@", f"{int(megabytes * _SPARE) + 64}M"))
        subprocess.run(
            [
                "genimage", "--config", str(config), "--rootpath", str(root), "--tmppath", f"{place}/work",
                "--inputpath", place, "--outputpath", str(folder),
            ],
            check=True, capture_output=True,
        )  # fmt: skip
    return folder / "balai.img"


@click.command()
@click.argument("name", type=click.Choice(list(PARTS)))
def main(name: str) -> None:
    """Build the image of one part."""
    os.umask(0o022)
    with environment(TARGET, [name], DIST) as whole:
        package = build(name, whole, TARGET, DIST)
    FOLDER.mkdir(parents=True, exist_ok=True)
    emulate(TARGET.architecture)
    with tempfile.TemporaryDirectory(dir=FOLDER) as place, laid((base(),), Path(place)) as layer:
        system(name, package, layer.path)
        made = pack(layer.path, FOLDER).rename(image_of(name))
    click.echo(str(made))


if __name__ == "__main__":
    main()

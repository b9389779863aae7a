"""An image of a card: unpacked from its file and inspected, and its programs run under emulation with virtual
parts. A kernel of that kind of machine is not started: no such machine is here."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tests.install.roots import Failed, Root, layer
from tests.install.visitor import virtual
from tools.debian.image import FOLDER, STARTS
from tools.debian.parts import PARTS

#: What the machine's own firmware looks for on the first partition (Raspberry Pi 4), and what people do.
_BOOT = {"balai.txt", "config.txt", "cmdline.txt", "start4.elf", "fixup4.dat", "bcm2711-rpi-4-b.dtb"}
_SECTOR = 512


def parts_of(image: Path) -> dict[str, tuple[int, int]]:
    """The partitions of a card: where each begins and how long it is, in bytes."""
    told = subprocess.run(["sfdisk", "--json", str(image)], check=True, capture_output=True, text=True)
    rows = json.loads(told.stdout)["partitiontable"]["partitions"]
    names = dict(zip(("boot", "root", "data"), rows, strict=True))
    return {name: (row["start"] * _SECTOR, row["size"] * _SECTOR) for name, row in names.items()}


@contextmanager
def mounted(image: Path, place: tuple[int, int], options: str) -> Iterator[Path]:
    """One partition, mounted."""
    with tempfile.TemporaryDirectory() as folder:
        told = f"loop,offset={place[0]},sizelimit={place[1]},{options}"
        subprocess.run(["mount", "-o", told, str(image), folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def inspected(name: str, suite: str) -> None:
    """Raises Failed where a card of that image would not be the machine that it is to be."""
    image = FOLDER / f"balai-{name}-{suite}-arm64.img"
    parts = parts_of(image)
    boot = subprocess.run(
        ["mdir", "-b", "-i", f"{image}@@{parts['boot'][0]}", "::"], check=True, capture_output=True, text=True
    )
    there = {line.removeprefix("::/") for line in boot.stdout.split()}
    if not there >= _BOOT or not any(file.startswith("vmlinuz") for file in there):
        raise Failed(f"{name}: the boot partition lacks {sorted(_BOOT - there)} or a kernel: {sorted(there)}")
    with mounted(image, parts["root"], "ro") as root:
        _inspect(name, root)
        _run(name, root)


def _inspect(name: str, root: Path) -> None:
    wants = root / "etc/systemd/system"
    started = {path.name for path in wants.rglob("*.wants/*")}
    needed = {"balai-first-boot.service"}.union(*(STARTS[program] for program in PARTS[name].settings))
    own = list(root.glob("etc/ssh/ssh_host_*"))
    told = {
        f"{sorted(needed - started)} do not start": needed <= started,
        "the system is not read-only": "ro,noatime" in (root / "etc/fstab").read_text(),
        "no data partition is laid over it": "balai-data"
        in (root / "etc/overlayroot.local.conf").read_text(),
        "the watchdog sleeps": "RuntimeWatchdogSec"
        in (root / "etc/systemd/system.conf.d/balai.conf").read_text(),
        "it has an id or keys of its own": not own
        and (root / "etc/machine-id").read_text() == "uninitialized\n",
        "no program is there": (root / "opt/balai/bin/balai").exists(),
    }
    wrong = [what for what, well in told.items() if not well]
    if wrong:
        raise Failed(f"{name}: {'; '.join(wrong)}")


def _run(name: str, below: Path) -> None:
    """Its programs say what they find there, by the interpreter of that kind of machine."""
    with layer(below) as path:
        root = Root(path)
        for program in PARTS[name].settings:
            settings = path / "etc/balai" / f"{program}.toml"
            settings.write_text(virtual(settings.read_text()) if program != "hub" else settings.read_text())
            check = ("balai", program, "--check", "--json", "--config", f"/etc/balai/{program}.toml")
            said = root.run("runuser", "-u", "balai", "--", *check, may_fail=True)
            rows = json.loads(next(line for line in said.splitlines() if line.startswith("{")))["found"]
            found = {row["part"]: row["well"] for row in rows}
            click.echo(f"  {name}: {program} under emulation: {found}")
            if not found.get("libraries") or not found.get("settings"):
                raise Failed(f"{name}: {program} lacks libraries or settings: {said}")


if __name__ == "__main__":
    inspected(*sys.argv[1:3])

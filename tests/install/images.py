"""An image of a card: unpacked from its file and inspected, and its programs run under emulation with virtual
parts; then it is started as far as emulation goes (booting.py)."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pygame

from demo.driving.displays import Display
from demo.driving.hubs import Site
from demo.driving.kiosks import Kiosk
from demo.driving.programs import Program
from demo.driving.wait import eventually
from drawing.palette import SIGNAL
from tests.install.booting import booted, mounted, parts_of
from tests.install.packages import looked, virtual
from tests.install.roots import Failed, Root, layer
from tests.support.wall.pixels import pixels
from tools.debian.image import FOLDER, STARTS, TARGET, emulate, image_of
from tools.debian.parts import PARTS

#: What people look for on the first partition, and the loaders of Raspberry Pi 4 and 5, of both its kinds.
_BOOT = {
    "balai.txt", "config.txt", "cmdline.txt", "start4.elf", "fixup4.dat", "bcm2711-rpi-4-b.dtb",
    "bcm2712-rpi-5-b.dtb", "bcm2712d0-rpi-5-b.dtb",
}  # fmt: skip
#: A program that is emulated on a machine that does other things too takes so long to load.
_EMULATED_SECONDS = 400.0
#: Of a wall's picture, in the colour of calls, while one is on it; a wall that waits for its hub has none.
_CALLED_SHARE = 0.01


def inspected(name: str) -> None:
    """Raises Failed where a card of that image would not be the machine that it is to be."""
    image = image_of(name)
    parts = parts_of(image)
    boot = subprocess.run(
        ["mdir", "-b", "-i", f"{image}@@{parts['boot'][0]}", "::"], check=True, capture_output=True, text=True
    )
    there = {line.removeprefix("::/") for line in boot.stdout.split()}
    _told(image, parts["boot"][0], there)
    if not there >= _BOOT or not any(file.startswith("vmlinuz") for file in there):
        raise Failed(f"{name}: the boot partition lacks {sorted(_BOOT - there)} or a kernel: {sorted(there)}")
    with mounted(image, parts["root"], "ro") as root:
        _inspect(name, root)
        _run(name, root)
        settings = {
            f"{program}.toml": virtual((root / f"etc/balai/{program}.toml").read_text())
            for program in PARTS[name].settings
            if program != "hub"
        }
    units = [STARTS[program][0] for program in PARTS[name].settings]
    click.echo(f"  {name}: {booted(image, units, settings)}")


def _told(image: Path, boot: int, there: set[str]) -> None:
    """The loader is told of a kernel and a first system that are there, and the kernel of the card's root."""
    said = "".join(
        subprocess.run(
            ["mtype", "-i", f"{image}@@{boot}", f"::{file}"], check=True, capture_output=True, text=True
        ).stdout
        for file in ("config.txt", "cmdline.txt")
    )
    named = set(re.findall(r"^(?:kernel=|initramfs )(\S+)", said, re.MULTILINE))
    words = said.splitlines()[-1].split()
    if len(named) != 2 or not named <= there:
        raise Failed(f"config.txt names {named}, and there are {sorted(there)}")
    # Memory that is set apart stops a Raspberry Pi 4.
    # With the word ro by itself overlayroot lets nothing write to what it lays over the system either.
    kept = "rootflags=ro" in words and "ro" not in words
    if not kept or "root=LABEL=balai-root" not in words or any("cma=" in word for word in words):
        raise Failed(f"cmdline.txt says {words}")


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
        "it asks the builder's name server": (root / "etc/resolv.conf").is_symlink(),
        "no program is there": (root / "opt/balai/bin/balai").exists(),
    }
    wrong = [what for what, well in told.items() if not well]
    if wrong:
        raise Failed(f"{name}: {'; '.join(wrong)}")


def _run(name: str, below: Path) -> None:
    """Its programs find what they need there, by the interpreter of that kind of machine; a kiosk prints and
    a display shows, with virtual parts, for a hub of this machine."""
    emulate(TARGET.architecture)
    with layer(below) as laid:
        root = Root(laid)
        for program in PARTS[name].settings:
            settings = laid.path / "etc/balai" / f"{program}.toml"
            if program != "hub":
                settings.write_text(virtual(settings.read_text()))
            found = looked(root, program)
            click.echo(f"  {name}: {program} under emulation: {found}")
            if not found.get("libraries") or not found.get("settings"):
                raise Failed(f"{name}: {program} lacks libraries or settings: {found}")
        Program.ready_seconds = Program.answer_seconds = _EMULATED_SECONDS
        command = ("chroot", str(laid.path), "/usr/bin/balai")
        for program, works in {"kiosk": _prints, "display": _shows}.items():
            if program in PARTS[name].settings:
                with _shared(laid.path) as folder, Site(folder) as site:
                    click.echo(f"  {name}: {program} under emulation: {works(folder, site, command)}")


@contextmanager
def _shared(root: Path) -> Iterator[Path]:
    """A folder that this machine and a root see by the same name."""
    with tempfile.TemporaryDirectory() as folder:
        place = root / folder.lstrip("/")
        place.mkdir(parents=True)
        subprocess.run(["mount", "--bind", folder, str(place)], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", str(place)], check=True)


def _prints(folder: Path, site: Site, command: tuple[str, ...]) -> str:
    with Kiosk(folder, site.start().url, site.device("kiosk"), balai=command) as kiosk:
        eventually(lambda: kiosk.state()["lamps"]["15"] == "on", _EMULATED_SECONDS, what="a lit lamp")
        kiosk.press()
        eventually(lambda: kiosk.state()["printer"]["printed"] == 1, _EMULATED_SECONDS, what="a ticket")
        return f"{kiosk.number(1)} was printed"


def _shows(folder: Path, site: Site, command: tuple[str, ...]) -> str:
    hub, password = site.start(), site.account("ani")
    with Display(folder, hub.url, site.device("display"), balai=command) as display:
        staff = hub.staff("ani", password)
        staff.change("/visits", service_id="perekaman-ktp").ok()
        staff.change("/counters/loket-1/open").ok()
        number = staff.change("/counters/loket-1/call", finishes=None).ok()["called"]["number"]
        eventually(
            lambda: number in display.state()["display"]["cells"].values(), _EMULATED_SECONDS, what=number
        )
        # Its news is known before it is drawn, which takes seconds there.
        frame = eventually(
            lambda: _called(display.frame()), _EMULATED_SECONDS, what=f"the picture of {number}"
        )
        assert frame is not None
        picture = FOLDER / "wall.png"
        pygame.image.save(frame, picture)
        return f"{number} was shown, see {picture}"


def _called(frame: pygame.Surface) -> pygame.Surface | None:
    """The picture, once a call stands on it in the colour of calls."""
    signal = (pixels(frame) == SIGNAL[:3]).all(axis=2).mean()
    return frame if signal > _CALLED_SHARE else None


if __name__ == "__main__":
    inspected(sys.argv[1])

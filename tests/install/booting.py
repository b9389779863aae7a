"""An image of a card that is started: by qemu, with its own kernel, on a board that is no Raspberry Pi.

So the boot partition's file, the layers over the system and the units are tried; firmware, pins, screen and
the board's watchdog are not.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from demo.driving.wait import eventually
from tests.install.roots import Failed

_QEMU = "qemu-system-aarch64"
_SECTOR = 512
_MB = 1 << 20
#: So much larger than its image is the card that it is started from.
_BEYOND = 256 * _MB
#: All of it is emulated, on a machine that does other things too.
BOOT_SECONDS = 1200.0
#: What a unit did is told by the kernel's log, since systemd's own words end where a login begins.
_LINE = "root=LABEL=balai-root rw rootflags=ro console=ttyAMA0 systemd.log_target=kmsg printk.devkmsg=on"
#: Beside other work the console alone has taken longer to be found than systemd waits for one.
_LINE += " systemd.default_device_timeout_sec=600"
_TOLD = "name = kios-7\nhub = https://balai.local\nnetwork = dhcp\ntime_zone = Asia/Makassar\n"


def booted(image: Path, units: Sequence[str], settings: Mapping[str, str]) -> str:
    """Start a copy of it on a larger card, with another balai.txt and, by their file's name, these
    `settings` beside it; how far it came. Raises Failed where its name, layers or units are not there, or
    its data partition left the rest of the card."""
    if not shutil.which(_QEMU):
        return f"not started: {_QEMU} is not here"
    with tempfile.TemporaryDirectory(dir=image.parent) as folder:
        place = Path(folder)
        card = place / "card.img"
        subprocess.run(["cp", "--sparse=always", str(image), str(card)], check=True)
        os.truncate(card, card.stat().st_size + _BEYOND)
        data, first = parts_of(card)["data"], f"{card}@@{parts_of(card)['boot'][0]}"
        for name, text in {"balai.txt": _TOLD, **settings}.items():
            (place / name).write_text(text)
            subprocess.run(["mcopy", "-o", "-i", first, str(place / name), f"::{name}"], check=True)
        listed = subprocess.run(["mdir", "-b", "-i", first, "::"], check=True, capture_output=True, text=True)
        files = [line.removeprefix("::/") for line in listed.stdout.split()]
        for start, name in (("vmlinuz", "kernel"), ("initrd", "initrd")):
            (file,) = (one for one in files if one.startswith(start))
            subprocess.run(["mcopy", "-i", first, f"::{file}", str(place / name)], check=True)
        how_far = _watched(place, card, units)
        with mounted(card, parts_of(card)["data"], "rw") as grown:
            size = shutil.disk_usage(grown).total
        if size < data[1] + _BEYOND * 3 // 4:
            raise Failed(f"the data partition has {size} bytes of {data[1]} and {_BEYOND} beyond them")
        return f"{how_far}, the data partition's system {size // _MB} MB on {(data[1] + _BEYOND) // _MB}"


def parts_of(card: Path) -> dict[str, tuple[int, int]]:
    """The partitions of a card: where each begins and how long it is, in bytes."""
    told = subprocess.run(["sfdisk", "--json", str(card)], check=True, capture_output=True, text=True)
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


def _watched(place: Path, card: Path, units: Sequence[str]) -> str:
    command = [
        _QEMU, "-machine", "virt", "-cpu", "cortex-a72", "-smp", "2", "-m", "1024", "-nographic",
        "-no-reboot", "-kernel", str(place / "kernel"), "-initrd", str(place / "initrd"),
        "-nic", "user,restrict=on",  # an address, and nothing beyond qemu
        "-append", _LINE,
        "-drive", f"file={card},format=raw,if=virtio",
    ]  # fmt: skip
    wanted = ("overlayroot", *(rf"Started.*{re.escape(unit)}" for unit in units), r"kios-7 login:")
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as machine:
        console = _Console(machine)
        try:
            eventually(
                lambda: not console.lacks(wanted) or machine.poll() is not None, BOOT_SECONDS, interval=1
            )
        except AssertionError as fault:
            raise Failed(f"no {console.lacks(wanted)} on its console:\n{console.text[-3000:]}") from fault
        finally:
            machine.terminate()
    failed = re.findall(r"Failed to start (\S+)", console.text)
    if failed or console.lacks(wanted):
        told = f"{failed} failed, {console.lacks(wanted)} were not seen"
        raise Failed(f"{told}:\n{console.text[-3000:]}")
    told = "named by balai.txt, the data partition over the system"
    return f"started by {_QEMU}: {told}, {' and '.join(units)} started"


class _Console:
    """What a machine writes on its console."""

    def __init__(self, machine: subprocess.Popen[bytes]) -> None:
        self._machine, self.text = machine, ""
        threading.Thread(target=self._listen, daemon=True).start()

    def lacks(self, wanted: Sequence[str]) -> list[str]:
        """Which of these are not there yet."""
        return [one for one in wanted if not re.search(one, self.text)]

    def _listen(self) -> None:
        assert self._machine.stdout
        console = self._machine.stdout.fileno()
        for line in iter(lambda: os.read(console, 4096), b""):
            self.text += line.decode(errors="replace")

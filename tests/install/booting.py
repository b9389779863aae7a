"""An image of a card that is started: by qemu, with its own kernel, on a board that is no Raspberry Pi.

So the boot partition's file, the layers over the system and the units are tried; firmware, pins, screen and
the board's watchdog are not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from demo.driving.wait import eventually
from tests.install.roots import Failed

_QEMU = "qemu-system-aarch64"
#: All of it is emulated, on a machine that does other things too.
BOOT_SECONDS = 1200.0
_TOLD = "name = kios-7\nhub = https://balai.local\nnetwork = dhcp\ntime_zone = Asia/Makassar\n"


def booted(image: Path, boot: int, program: str) -> str:
    """Start a copy of the card with another balai.txt; how far it came. `boot`: where its first partition
    begins, in bytes. Raises Failed where its name, layers or program are not there."""
    if not shutil.which(_QEMU):
        return f"not started: {_QEMU} is not here"
    with tempfile.TemporaryDirectory(dir=image.parent) as folder:
        place = Path(folder)
        card, first = place / "card.img", f"{place / 'card.img'}@@{boot}"
        subprocess.run(["cp", "--sparse=always", str(image), str(card)], check=True)
        (place / "balai.txt").write_text(_TOLD)
        subprocess.run(["mcopy", "-o", "-i", first, str(place / "balai.txt"), "::balai.txt"], check=True)
        listed = subprocess.run(["mdir", "-b", "-i", first, "::"], check=True, capture_output=True, text=True)
        files = [line.removeprefix("::/") for line in listed.stdout.split()]
        for start, name in (("vmlinuz", "kernel"), ("initrd", "initrd")):
            (file,) = (one for one in files if one.startswith(start))
            subprocess.run(["mcopy", "-i", first, f"::{file}", str(place / name)], check=True)
        return _watched(place, card, program)


def _watched(place: Path, card: Path, program: str) -> str:
    command = [
        _QEMU, "-machine", "virt", "-cpu", "cortex-a72", "-smp", "2", "-m", "1024", "-nographic",
        "-no-reboot", "-kernel", str(place / "kernel"), "-initrd", str(place / "initrd"), "-nic", "none",
        "-append", "root=LABEL=balai-root rw rootflags=ro console=ttyAMA0 systemd.show_status=1",
        "-drive", f"file={card},format=raw,if=virtio",
    ]  # fmt: skip
    wanted = ("overlayroot", f"Started.*{program}", r"kios-7 login:")
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
    if console.lacks(wanted):
        raise Failed(f"it ended without {console.lacks(wanted)}:\n{console.text[-3000:]}")
    return f"started by {_QEMU}: named by balai.txt, the data partition over the system, {program} runs"


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

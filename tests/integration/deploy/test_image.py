"""What a technician writes into balai.txt is what the machine becomes; what cannot be is told, left out."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tools.debian.image import describe

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
IMAGE = DEPLOY / "image"


class Card:
    """The machine's files below a folder, with the boot partition."""

    def __init__(self, root: Path) -> None:
        self.root, self.boot = root, root / "boot/firmware"
        for place in (
            "boot/firmware",
            "etc/balai",
            "etc/systemd/network",
            "usr/share/zoneinfo/Asia",
            "var/lib",
        ):
            (root / place).mkdir(parents=True)
        for zone in ("Jayapura", "Makassar"):
            (root / "usr/share/zoneinfo/Asia" / zone).write_text("TZif")
        for name in ("kiosk", "display"):
            (root / f"etc/balai/{name}.toml").write_text((DEPLOY / f"examples/{name}.toml").read_text())

    def start(self, told: str) -> str:
        """Start the machine with that text file; what it said."""
        (self.boot / "balai.txt").write_bytes(told.encode())
        return self.again()

    def again(self) -> str:
        done = subprocess.run(
            ["sh", str(IMAGE / "first-boot")], env={**os.environ, "BALAI_ROOT": str(self.root)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stderr

    def read(self, place: str) -> str:
        return (self.root / place).read_text()


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return Card(tmp_path)


def test_the_file_as_it_comes_is_brought_without_a_word(card: Card) -> None:
    assert card.start((IMAGE / "balai.txt").read_text()) == ""
    assert card.read("etc/hostname") == "balai-kiosk\n"
    assert "DHCP=yes" in card.read("etc/systemd/network/10-balai.network")


TOLD = """\
name=kios-2
hub = http://192.168.1.10
network = 192.168.1.21/24 # tetap
gateway=192.168.1.1
time_zone = Asia/Jayapura
"""


@pytest.mark.parametrize(
    "as_saved", [TOLD, "\ufeff" + TOLD.replace("\n", "\r\n"), TOLD.replace("=", "  =  ").rstrip()]
)
def test_what_an_editor_makes_of_the_file_is_read_alike(card: Card, as_saved: str) -> None:
    assert card.start(as_saved) == ""
    assert card.read("etc/hostname") == "kios-2\n"
    assert "127.0.1.1 kios-2\n" in card.read("etc/hosts")
    network = card.read("etc/systemd/network/10-balai.network")
    assert "Address=192.168.1.21/24\nGateway=192.168.1.1\nDNS=192.168.1.1\n" in network
    assert (card.root / "etc/localtime").readlink() == Path("/usr/share/zoneinfo/Asia/Jayapura")
    for name in ("kiosk", "display"):
        assert re.findall(r'^url = "http.*$', card.read(f"etc/balai/{name}.toml"), re.MULTILINE) == [
            'url = "http://192.168.1.10"'
        ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("name = Kios Dua", "hanya huruf kecil"),
        ("name = -x", "hanya huruf kecil"),
        ("hub = balai.local", "harus diawali https://"),
        ("network = otomatis", "harus dhcp atau"),
        ("time_zone = Asia/Atlantis", "tidak dikenal"),
        ("time_zone = ../../../etc/passwd", "tidak dikenal"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(card: Card, line: str, said: str) -> None:
    card.start("name = kios-2\nhub = https://balai.local")
    assert said in card.start(line)
    assert card.read("etc/hostname") == "kios-2\n"
    assert 'url = "https://balai.local"' in card.read("etc/balai/kiosk.toml")
    assert "DHCP=yes" in card.read("etc/systemd/network/10-balai.network")


def test_settings_beside_it_are_brought_once_and_what_is_changed_on_the_machine_stays(card: Card) -> None:
    (card.boot / "kiosk.toml").write_bytes(b'[printer]\r\nurl = "tcp://192.168.1.50"\r\n')
    card.start("name = kios-2")
    assert card.read("etc/balai/kiosk.toml") == '[printer]\nurl = "tcp://192.168.1.50"\n'
    (card.root / "etc/balai/kiosk.toml").write_text("mended here")
    (card.root / "etc/hostname").write_text("named here\n")
    assert card.again() == ""
    assert (card.read("etc/balai/kiosk.toml"), card.read("etc/hostname")) == ("mended here", "named here\n")
    (card.boot / "kiosk.toml").write_text("newer")
    card.again()
    assert card.read("etc/balai/kiosk.toml") == "newer"


def test_a_card_without_the_file_starts(card: Card) -> None:
    assert card.again() == ""


def test_the_loader_is_told_of_the_cards_own_root_and_sets_no_memory_apart() -> None:
    told = subprocess.run(
        ["sh", "-euc", '. "$0"; echo "$ROOTPART $CMA"', str(IMAGE / "raspi-firmware")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    (label,) = re.findall(r'ext4 { label = "(balai-root)"', (IMAGE / "genimage.cfg").read_text())
    assert told.stdout == f"LABEL={label} 0\n"
    # With the word ro by itself overlayroot lets nothing write to what it lays over the system either.
    words = (IMAGE / "raspi-extra-cmdline").read_text().split()
    assert "rootflags=ro" in words
    assert "ro" not in words


@pytest.mark.parametrize(
    "place", ["usr/lib/linux-image-6.12.1-arm64/broadcom", "usr/lib/modules/7.3.4-arm64/dtb/broadcom"]
)
def test_both_kinds_of_raspberry_pi_5_find_their_description(tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / "boot/firmware").mkdir(parents=True)
    names = {"bcm2711-rpi-4-b.dtb", "bcm2712-rpi-5-b.dtb", "bcm2712-d-rpi-5-b.dtb"}
    for name in names:
        (tmp_path / place / name).write_text(name)
    describe(tmp_path)
    boot = {file.name: file.read_text() for file in (tmp_path / "boot/firmware").iterdir()}
    # Its own loader asks for the second kind by the name that its maker's kernel has.
    assert boot.pop("bcm2712d0-rpi-5-b.dtb") == "bcm2712-d-rpi-5-b.dtb"
    assert boot == {name: name for name in names}

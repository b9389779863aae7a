"""One package in an empty Debian without a network: installed, examined, upgraded, taken back, purged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.install.leavings import left
from tests.install.roots import ROOT, Failed, Root, layer, standing
from tools.debian.environment import Target
from tools.debian.parts import PARTS

_HUB_STARTS = "systemctl enable --now balai-hub balai-estimate balai-backup.timer balai-archive.timer"
INIT = "balai hub init --name balai.local"
#: What a technician types on each machine, beside the settings: at most three commands.
TYPED = {
    "hub": (
        "apt install -y ./balai-hub_*.deb", INIT,
        _HUB_STARTS,
    ),
    "kiosk": ("apt install -y ./balai-kiosk_*.deb", "systemctl enable --now balai-kiosk"),
    "kiosk-screen": ("apt install -y ./balai-kiosk-screen_*.deb", "systemctl enable --now balai-kiosk"),
    "display": ("apt install -y ./balai-display_*.deb", "systemctl enable --now balai-display"),
    "all": (
        "apt install -y ./balai-all_*.deb", INIT,
        f"{_HUB_STARTS} balai-kiosk balai-display",
    ),
}  # fmt: skip
MOST_TYPED = 3
#: Where virtual hardware is seen and driven.
WINDOW = 8088
_OF_THIS_HALL = "# of this hall\n"


@dataclass(frozen=True, slots=True)
class Pair:
    """A package, and the same as one of a later version."""

    now: Path
    later: Path


@dataclass(slots=True)
class Typed:
    """What was typed on one machine, and what was asked there."""

    root: Root
    lines: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def type(self, line: str) -> str:
        """Type one command; what it says. Raises Failed."""
        said, asked = self.root.typed(line)
        self.lines.append(line)
        if asked:
            self.questions.append(line)
        return said

    def counted(self) -> str:
        """Raises Failed where too much was typed or anything was asked."""
        if self.questions or len(self.lines) > MOST_TYPED:
            raise Failed(f"typed {self.lines}, asked by {self.questions}")
        return f"{len(self.lines)} commands, {len(self.questions)} questions"


def tried(name: str, target: Target, pair: Pair) -> str:
    """One package from its installation to nothing; what was typed, counted. Raises Failed."""
    with layer(*standing(target.suite, name)) as laid:
        root = Root(laid)
        typed = Typed(root)
        carried(root, pair)
        for line in TYPED[name]:
            # Nothing runs in a root that is not booted.
            said = typed.type(line.replace("--now ", ""))
            if line.startswith("apt "):
                examined(name, root, said)
            elif line == INIT:
                with_an_address(root, said)
        if "hub" in PARTS[name].settings:
            root.put(ROOT / "demo" / "tenggarong.toml", "/srv/hall.toml")
            root.balai("hall", "load", "/srv/hall.toml", "--config", "/etc/balai/hub.toml")
        for line, file in others(pair):
            replaced(name, root, line, file)
        purged(name, root)
        return typed.counted()


def carried(root: Root, pair: Pair) -> None:
    """Both versions lie where the technician types."""
    root.put(pair.now, f"/srv/{pair.now.name}")
    root.put(pair.later, f"/srv/later/{pair.later.name}")


def others(pair: Pair) -> tuple[tuple[str, Path], ...]:
    """What is typed for a later version, then for the one before, and its file."""
    return (
        (f"apt install -y ./later/{pair.later.name}", pair.later),
        (f"apt install -y --allow-downgrades ./{pair.now.name}", pair.now),
    )


def replaced(name: str, root: Root, line: str, file: Path) -> None:
    """Another version in its place; what the hall wrote stays. Raises Failed."""
    said, _ = root.typed(line)
    there = root.run("dpkg-query", "--show", "--showformat=${Version}", f"balai-{name}")
    if there != file.name.split("_")[1]:
        raise Failed(f"{name}: {line} leaves version {there}")
    if not all(_OF_THIS_HALL in file.read_text() for file in _settings(name, root)):
        raise Failed(f"{name}: the settings of the hall are gone with {file.name}")
    _told(name, said)
    if "hub" in PARTS[name].settings and not list((root.path / "var/lib/balai/copies").glob("*")):
        raise Failed(f"{name}: the store was not copied before the upgrade")


def purged(name: str, root: Root) -> None:
    """Nothing of it is there. Raises Failed."""
    root.run("apt-get", "-y", "purge", f"balai-{name}")
    # Beside each other in one folder they were, and so is what was put there.
    if remains := left(root.layer):
        raise Failed(f"{name}: purge leaves {remains[:20]}")


def examined(name: str, root: Root, said: str) -> None:
    """What the set-up said, whose the files are, and that the programs start; then the settings are the
    hall's, with virtual parts. Raises Failed."""
    _told(name, said)
    for program in PARTS[name].settings:
        places = ("/etc/balai", f"/etc/balai/{program}.toml", "/var/lib/balai")
        modes = root.run("stat", "-c", "%a %U %G", *places)
        if modes.splitlines() != ["750 root balai", "640 root balai", "700 balai balai"]:
            raise Failed(f"{name}: modes are {modes}")
    if lacking := set(PARTS[name].groups).difference(root.run("id", "-nG", "balai").split()):
        raise Failed(f"{name}: its user is not in {lacking}")
    for file in _settings(name, root):
        text = file.read_text() if file.stem == "hub" else virtual(file.read_text())
        file.write_text(f"{_OF_THIS_HALL}{text}")
    with _other_python(root):
        _looked(name, root)


def _settings(name: str, root: Root) -> list[Path]:
    return [root.path / f"etc/balai/{program}.toml" for program in PARTS[name].settings]


@contextmanager
def _other_python(root: Root) -> Iterator[None]:
    """The distribution's own `python3` is another, as after its upgrade; here it is none at all."""
    python = root.path / "usr/bin/python3"
    before = python.readlink()
    python.unlink()
    python.symlink_to("false")
    yield
    python.unlink()
    python.symlink_to(before)


def _told(name: str, said: str) -> None:
    """Raises Failed where a set-up does not say how a program is, or finds no libraries or settings."""
    for program in PARTS[name].settings:
        found = said.partition(f"balai {program} --check")[2].partition("--check")[0]
        for part in ("settings", "libraries"):
            if not (row := re.search(rf"^(.*?) +{part} ", found, re.MULTILINE)) or "MEND" in row[1]:
                raise Failed(f"{name}: the set-up finds of {program}'s {part}:\n{said[-2000:]}")


def _looked(name: str, root: Root) -> None:
    """Raises Failed where `--check` of a program finds no libraries or settings of its own."""
    for program in PARTS[name].settings:
        found = looked(root, program)
        if not found.get("libraries") or not found.get("settings"):
            raise Failed(f"{name}: balai {program} --check finds {found}")


def looked(root: Root, program: str, around: Sequence[str] = ()) -> dict[str, bool]:
    """What `--check` of a program finds on that machine, by part."""
    check = (*around, "balai", program, "--check", "--json", "--config", f"/etc/balai/{program}.toml")
    said = root.run("runuser", "-u", "balai", "--", *check, may_fail=True)
    rows = next((line for line in said.splitlines() if line.startswith("{")), "")
    if not rows:
        raise Failed(f"balai {program} --check says:\n{said}")
    return {row["part"]: row["well"] for row in json.loads(rows)["found"]}


def virtual(text: str) -> str:
    """The example settings with virtual parts in place of those that this machine lacks."""
    text = re.sub(r'^url = "usb:.*$', 'url = "virtual:"', text, flags=re.MULTILINE)
    for real in ('"gpio:"', '"fullscreen"', '"pygame:"'):
        text = text.replace(real, '"virtual:"')
    return f"{text}\n[virtual]\nport = {WINDOW}\n"


def with_an_address(root: Root, said: str) -> None:
    """One command asks nothing, and nginx takes what it wrote; repeated it changes nothing. Raises Failed."""
    if "https://balai.local" not in said:
        raise Failed(f"balai hub init does not tell the address:\n{said}")
    root.run("nginx", "-t")
    authority = (root.path / "etc/balai/tls/ca.pem").read_bytes()
    root.run(*INIT.split())
    root.run("balai", "hub", "renew")
    if (root.path / "etc/balai/tls/ca.pem").read_bytes() != authority:
        raise Failed("balai hub init, repeated, made another authority")
    if not looked(root, "hub").get("certificate"):
        raise Failed("balai hub --check does not find its certificate well")

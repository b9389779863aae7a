"""The technician's pages: each command is run as it stands. Ours are run for real, on a machine's files in a
folder; those of the system, which need root or systemd, are held against what the packages bring."""

from __future__ import annotations

import re
import shlex
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from balai.cli import main
from server.config import PUBLIC
from server.usecases.address.mdns import SERVICE
from server.usecases.address.proxy import site
from tests.install.packages import MOST_TYPED, TYPED
from tests.install.visitor import MACHINES
from tools.debian.parts import PARTS

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs" / "teknisi"
WITH_COMMANDS = sorted(page for page in PAGES.glob("*.md") if page.stem != "README")
BLOCK = re.compile(r"^`{3}console\n(.*?)^`{3}$", re.MULTILINE | re.DOTALL)
#: Folders of a machine that the commands name; here they lie below a folder of the test.
PLACES = ("/etc/balai", "/var/lib/balai", "/media/stick")
#: The copy that the pages name.
AT = "scaled:{now}:0.001:2026-04-14T01:00:00+00:00"
_UNITS = {unit for part in PARTS.values() for unit in part.units}
_OTHERS = {"nginx.service", "avahi-daemon.service", "chrony.service", "systemd-journald.service"}


def commands(page: Path) -> list[list[str]]:
    lines = "".join(BLOCK.findall(page.read_text(encoding="utf-8"))).splitlines()
    assert all(line.startswith("$ ") for line in lines)
    return [shlex.split(line[2:]) for line in lines]


def unit(name: str) -> str:
    return name if name.endswith((".service", ".timer")) else f"{name}.service"


def part_of(package: str) -> str:
    found = re.fullmatch(r"(?:\./)?balai-(\w+?)(?:_\*\.deb)?", package)
    assert found, package
    assert found[1] in PARTS, package
    return found[1]


class Machine:
    """Its files, below a folder; every part is installed on it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        for place in PLACES:
            (folder / place.lstrip("/")).mkdir(parents=True)
        for name in ("hub", "kiosk", "display"):
            text = self.here((ROOT / "deploy/examples" / f"{name}.toml").read_text())
            text = re.sub(r'^url = "usb:.*$', 'url = "virtual:"', text, flags=re.MULTILINE)
            # Nobody's printer, buttons, screen, sound or hub is asked.
            text = text.replace('"gpio:"', '"virtual:"').replace('"fullscreen"', '"virtual:"')
            text = text.replace('"pygame:"', '"virtual:"').replace(
                "https://balai.local", "http://127.0.0.1:9"
            )
            (folder / "etc/balai" / f"{name}.toml").write_text(text.replace("port = 8080", "port = 0"))
        (folder / "media/stick/balai.toml").write_bytes((ROOT / "demo/tenggarong.toml").read_bytes())
        self.balai(["hall", "load", self.here("/media/stick/balai.toml"), *self.config])
        self.balai(
            ["backup", self.here("/media/stick/balai"), *self.config, "--clock", AT.format(now=time.time())]
        )
        shutil.copytree(folder / "etc/balai", folder / "media/stick/etc-balai")
        monkeypatch.chdir(folder)
        # What it gathers is another test's (test_support); it asks the whole machine.
        monkeypatch.setattr("balai.support.gathered", lambda _settings, _now: {})
        # So is what an authority of the internet answers (test_acme).
        monkeypatch.setattr("server.usecases.address.public.ask", lambda _root, _name, _acme: None)

    @property
    def config(self) -> list[str]:
        return ["--config", str(self.folder / "etc/balai/hub.toml")]

    def here(self, text: str) -> str:
        for place in PLACES:
            text = re.sub(rf"(?<!\w){place}(?![\w-])", f"{self.folder}{place}", text)
        return text

    def run(self, words: list[str]) -> None:
        """One command as a technician types it."""
        words = words[1:] if words[0] == "sudo" else words
        if words[0] == "-u":
            # The program's own user runs nothing but the program.
            assert words[1:3] == ["balai", "balai"], words
            words = words[2:]
        program, *rest = words
        if program == "balai":
            self.balai([self.here(word) for word in rest])
        else:
            SYSTEM[program](self, rest)

    def balai(self, words: list[str]) -> None:
        root = self.another() if "--acme" in words else self.folder
        more = ["--root", str(root)] if words[:2] in (["hub", "init"], ["hub", "renew"]) else []
        more += ["--settings", self.here("/etc/balai")] if words[0] == "support" else []
        done = CliRunner().invoke(main, [*words, *more], input="")
        assert "Traceback" not in done.output, done.output
        if "--check" in words:
            # A machine that waits for its hub has something to mend: it says what, line by line.
            assert len(done.output.splitlines()) > 3, done.output
            assert "settings     " in done.output
            assert not re.search(r"MEND +settings", done.output), done.output
        else:
            assert done.exit_code == 0, f"balai {' '.join(words)}:\n{done.output}\n{done.exception}"

    def another(self) -> Path:
        """A machine that has no address yet."""
        folder = self.folder / "another"
        (folder / "etc/balai").mkdir(parents=True)
        shutil.copy(ROOT / "deploy/examples/hub.toml", folder / "etc/balai")
        return folder

    def systemctl(self, words: list[str]) -> None:
        named = {unit(word) for word in words[1:] if not word.startswith("-")}
        assert words[0] in {"enable", "disable", "start", "stop", "restart", "status", "list-timers"}
        assert named
        assert named <= _UNITS | _OTHERS, named - _UNITS

    def journalctl(self, words: list[str]) -> None:
        assert unit(words[words.index("-u") + 1]) in _UNITS
        assert set(words) & {"-n", "--since"}

    def apt(self, words: list[str]) -> None:
        verb, *named = [word for word in words if word not in {"--allow-downgrades", "-y"}]
        assert verb in {"install", "remove", "purge"}
        # Whoever types it is asked nothing.
        assert ("-y" in words) == (verb == "install")
        for package in named:
            assert package in {"chrony", "ufw", "certbot"} or part_of(package)

    def ufw(self, words: list[str]) -> None:
        if words == ["enable"]:
            return
        port, _, kind = words[1].partition("/")
        served = set(re.findall(r"listen (\d+)", site("balai.local", Path("/etc/balai/tls"), 8080)))
        # The training hall's address is found on the page that opens it.
        assert served - {str(PUBLIC)} == set(re.findall(r"<port>(\d+)</port>", SERVICE))
        # What nginx serves, multicast DNS (RFC 6762) and network time.
        assert (kind, port) in {*(("tcp", one) for one in served), ("udp", "5353"), ("udp", "123")}

    def timedatectl(self, words: list[str]) -> None:
        forms = {"set-time": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "set-timezone": r"Asia/\w+", "status": ""}
        assert re.fullmatch(forms[words[0]], " ".join(words[1:]))

    def nano(self, words: list[str]) -> None:
        assert Path(self.here(words[0])).exists(), words

    def ls(self, words: list[str]) -> None:
        assert list(Path(self.here(words[0])).iterdir())

    def cp(self, words: list[str]) -> None:
        assert words[0] == "-a"
        source, target = (Path(self.here(word.removesuffix("/."))) for word in words[1:])
        shutil.copytree(source, target, dirs_exist_ok=True)


SYSTEM: dict[str, Callable[[Machine, list[str]], None]] = {
    "systemctl": Machine.systemctl, "journalctl": Machine.journalctl, "apt": Machine.apt, "ufw": Machine.ufw,
    "timedatectl": Machine.timedatectl, "nano": Machine.nano, "ls": Machine.ls, "cp": Machine.cp,
}  # fmt: skip


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """One for all pages: what one of them does leaves the machine in order for the others."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield Machine(tmp_path_factory.mktemp("machine"), monkeypatch)


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_every_command_of_the_page_does_what_it_says(page: Path, machine: Machine) -> None:
    asked = commands(page)
    assert len(asked) > 5
    if page.stem == "jaringan":
        machine.balai(["hub", "init", "--name", "balai.local"])
    for words in asked:
        machine.run(words)


def test_the_settings_that_the_pages_show_are_read(machine: Machine) -> None:
    from server.config import load_config

    file = machine.folder / "etc/balai/hub.toml"
    (shown,) = re.findall(
        r"^`{3}toml\n(.*?)^`{3}$", (PAGES / "salinan.md").read_text(), re.MULTILINE | re.DOTALL
    )
    file.write_text(f"{file.read_text()}\n{machine.here(shown)}")
    assert load_config(file).copies[-1].other_disk


def test_what_the_packages_are_tried_with_stands_on_the_page() -> None:
    page = (PAGES / "pasang.md").read_text()
    for name in MACHINES:
        for line in TYPED[name]:
            assert f"\n$ sudo {line}\n" in page
    assert all(len(lines) <= MOST_TYPED for lines in TYPED.values())


def test_the_list_of_pages_names_each() -> None:
    index = (PAGES / "README.md").read_text()
    assert all(f"({page.name})" in index for page in WITH_COMMANDS)

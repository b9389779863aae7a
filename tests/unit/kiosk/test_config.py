from __future__ import annotations

import re
from pathlib import Path

import pytest

from balai.errors import ConfigurationFaults
from hardware.device_file import KeptFiles
from hardware.printers.profiles import profiles
from kiosk.config import load_kiosk_config

GOOD = """
[hub]
url = "http://192.168.1.10:8080"
token_file = "kios-1.token"

[printer]
url = "tcp://192.168.1.50:9100"
width_dots = 384

[panel]
pins = "gpio:"

[[button]]
pin = 17
lamp = 27
service = "akta-kelahiran"

[[button]]
pin = 22
service = "skck"
"""

TEN_FAULTS = """[hub]
url = "ftp://hub"
tokn = "x"
[printer]
url = "lpr://x"
width_dots = 500
[panel]
pins = "gpoi:"
lockout_seconds = -1
[[button]]
pin = 2
lamp = 2
service = "Akta Kelahiran"
[[button]]
pin = 40
lamp = "x"
service = "skck"
"""


def _write(folder: Path, text: str) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(text)
    return file


def test_a_good_file_is_read_with_its_token_from_the_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "kios-1.token").write_text("secret-token\n")
    config = load_kiosk_config(_write(tmp_path, GOOD))
    assert config.hub.token == "secret-token"
    assert config.printer.width_dots == 384
    assert [(b.pin, b.lamp, b.service) for b in config.button] == [
        (17, 27, "akta-kelahiran"),
        (22, None, "skck"),
    ]
    assert config.panel is not None
    assert config.panel.lockout_seconds == 3.0
    assert not config.has_virtual_parts


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationFaults) as caught:
        load_kiosk_config(_write(tmp_path, TEN_FAULTS))
    found = {(fault.line, fault.path) for fault in caught.value.faults}
    assert found == {
        (2, "hub.url"),
        (3, "hub.tokn"),
        (5, "printer.url"),
        (6, "printer.width_dots"),
        (8, "panel.pins"),
        (9, "panel.lockout_seconds"),
        (12, "button[1].lamp"),
        (13, "button[1].service"),
        (15, "button[2].pin"),
        (16, "button[2].lamp"),
    }
    assert 'did you mean "token"?' in str(caught.value)
    assert "tcp:, usb:, serial:, file:, virtual:" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (("token_file", 'token = "x"\ntoken_file'), "hub", "either token or token_file"),
        (("kios-1.token", "nowhere.token"), "hub.token_file", "No such file"),
        (("pin = 22", "pin = 17"), "button[2].pin", "button[1].pin uses already"),
    ],
)
def test_faults_that_lie_between_settings(
    tmp_path: Path, change: tuple[str, str], path: str, words: str
) -> None:
    (tmp_path / "kios-1.token").write_text("secret-token\n")
    with pytest.raises(ConfigurationFaults) as caught:
        load_kiosk_config(_write(tmp_path, GOOD.replace(*change)))
    (fault,) = caught.value.faults
    assert fault.path == path
    assert words in fault.message
    assert fault.line is not None


@pytest.mark.parametrize("text", ["", "button = 3", 'hub = "x"', "[[button]]", "button = [1]"])
def test_a_file_of_another_shape_is_refused_and_never_crashes(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigurationFaults):
        load_kiosk_config(_write(tmp_path, text))


def test_a_model_brings_its_width_and_an_unknown_one_is_told_those_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "kios-1.token").write_text("token")
    file = tmp_path / "kiosk.toml"
    for name, profile in profiles().items():
        file.write_text(GOOD.replace("width_dots = 384", f'model = "{name}"'))
        assert load_kiosk_config(file).printer.profile == profile
    file.write_text(GOOD.replace("width_dots = 384", ""))
    assert load_kiosk_config(file).printer.profile.width_dots == 576
    for dots in (352, 380, 840):
        file.write_text(GOOD.replace("width_dots = 384", f"width_dots = {dots}"))
        with pytest.raises(ConfigurationFaults, match="width_dots"):
            load_kiosk_config(file)
    file.write_text(GOOD.replace("width_dots = 384", 'model = "toaster"'))
    with pytest.raises(ConfigurationFaults, match=re.escape(", ".join(profiles()))):
        load_kiosk_config(file)


@pytest.mark.parametrize(
    "url", ["http://[x", "http://hub:99999", "http://:8080", "http://hub:0", "https://["]
)
def test_an_address_that_names_no_machine_is_a_fault_and_no_crash_later(tmp_path: Path, url: str) -> None:
    (tmp_path / "kios-1.token").write_text("token")
    with pytest.raises(ConfigurationFaults, match="hub's address") as caught:
        load_kiosk_config(_write(tmp_path, GOOD.replace("http://192.168.1.10:8080", url)))
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [("hub.url", 3)]


def test_a_kept_token_that_does_not_read_is_a_fault_with_its_file(tmp_path: Path) -> None:
    bare = GOOD.replace('token_file = "kios-1.token"\n', "")
    file = _write(tmp_path, bare)
    kept = KeptFiles.of(file, None)
    kept.token.mkdir()
    with pytest.raises(ConfigurationFaults, match=kept.token.name) as caught:
        load_kiosk_config(file)
    assert [fault.path for fault in caught.value.faults] == ["hub"]
    long = bare.replace("[hub]\n", f'[hub]\nkept = "{"a" * 5000}"\n')
    with pytest.raises(ConfigurationFaults) as caught:
        load_kiosk_config(_write(tmp_path, long))
    assert ([fault.path for fault in caught.value.faults], len(str(caught.value)) < 1000) == (
        ["hub.kept"],
        True,
    )


HEAD = GOOD.partition("[panel]")[0]


def test_a_kiosk_has_a_screen_or_buttons_and_never_both_or_neither(tmp_path: Path) -> None:
    (tmp_path / "kios-1.token").write_text("token")
    screen = load_kiosk_config(_write(tmp_path, f"{HEAD}[screen]\nwidth = 800\nheight = 1280\n"))
    assert screen.screen is not None
    assert (screen.screen.mode, screen.screen.width, screen.screen.height) == ("fullscreen", 800, 1280)
    assert (screen.panel, screen.button, screen.channel) == (None, (), "kiosk")
    guards = load_kiosk_config(_write(tmp_path, f"{HEAD}[screen]\nassisted = true\n"))
    assert guards.channel == "assisted"
    for text, paths in (
        (HEAD, {"button"}),
        (f"{GOOD}[screen]\n", {"panel", "button"}),
        (GOOD.replace('[panel]\npins = "gpio:"\n', ""), {"panel"}),
    ):
        with pytest.raises(ConfigurationFaults) as caught:
            load_kiosk_config(_write(tmp_path, text))
        assert {fault.path for fault in caught.value.faults} == paths


def test_a_kiosk_that_was_let_in_keeps_its_token_and_the_halls_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    monkeypatch.setenv("STATE_DIRECTORY", str(state))
    file = _write(tmp_path, GOOD.replace('token_file = "kios-1.token"\n', ""))
    assert (load_kiosk_config(file).hub.token, load_kiosk_config(file).hub.ca) == ("", None)
    kept = KeptFiles.of(file, None)
    kept.token.write_text("kept-token\n")
    kept.ca.write_text("certificate")
    assert (load_kiosk_config(file).hub.token, load_kiosk_config(file).hub.ca) == ("kept-token", kept.ca)
    assert kept.token.parent == state
    # Whoever examines the machine by hand has no state folder: the file says where it is.
    monkeypatch.delenv("STATE_DIRECTORY")
    assert load_kiosk_config(file).hub.token == ""
    named = file.read_text().replace("[hub]\n", '[hub]\nkept = "state"\n', 1)
    assert load_kiosk_config(_write(tmp_path, named)).hub.token == "kept-token"
    # What the file says goes before what is kept.
    (tmp_path / "kios-1.token").write_text("secret-token\n")
    assert load_kiosk_config(_write(tmp_path, GOOD)).hub.token == "secret-token"


def test_the_journal_lies_where_the_service_may_write_also_for_who_looks_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kios-1.token").write_text("secret-token\n")
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    file = _write(tmp_path, GOOD)
    assert load_kiosk_config(file).journal.folder == file.with_suffix(".journal")
    named = GOOD.replace("[hub]\n", '[hub]\nkept = "/var/lib/balai"\n', 1)
    by_hand = load_kiosk_config(_write(tmp_path, named)).journal.folder
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/balai")
    assert (
        by_hand
        == load_kiosk_config(_write(tmp_path, GOOD)).journal.folder
        == Path("/var/lib/balai", file.stem)
    )
    own = load_kiosk_config(_write(tmp_path, f'{named}\n[journal]\nfolder = "own"\n')).journal.folder
    assert own == tmp_path / "own"
    monkeypatch.delenv("STATE_DIRECTORY")
    file.with_suffix(".journal").mkdir()
    begun = load_kiosk_config(_write(tmp_path, named)).journal.folder
    assert begun == file.with_suffix(".journal")

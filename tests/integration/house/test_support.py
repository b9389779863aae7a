"""`balai support` tells of the parts of a machine in one file, of no person and no secret."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from balai import support as asked
from balai.support import support, without_persons, without_secrets
from demo.driving.hubs import Site
from demo.driving.kiosks import kiosk_file

PRIVATE = {
    "token": "ZjM0c2Vf-2VjcmV0LXRva2VuLW9mLWEta2lvc2stMTI",
    "mail": "pengelola@balai.contoh.go.id",
    "identity card": "6402011509900001",
    "telephone": "+6281234567890",
    "address": "192.168.1.50",
}
AROUND = st.text(alphabet=' ":,={}[]\n', min_size=1, max_size=5)


def test_it_tells_of_each_part_that_has_settings_and_of_no_other(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        token = site.device("kiosk")
        kiosk_file(tmp_path, "http://127.0.0.1:1", token)
        assert site.config == tmp_path / "hub.toml"
        file = tmp_path / "support.json"
        words = ["--settings", str(tmp_path), "--to", str(file)]
        done = CliRunner().invoke(support, words)
        assert (done.exit_code, str(file) in done.output) == (0, True)
        told = json.loads(file.read_text())
        assert set(told["parts"]) == {"hub", "estimate", "kiosk"}
        found = json.loads(told["parts"]["kiosk"]["check"][0])["found"]
        assert {"hub", "printer"} <= {row["part"] for row in found}
        assert token not in file.read_text()
        assert "token = ***" in told["parts"]["kiosk"]["settings"]
        assert any("kiosk" in line for line in told["parts"]["hub"]["devices"])
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert CliRunner().invoke(support, words).exit_code == 1, "what is there is not written over"


@pytest.mark.parametrize("private", PRIVATE.values(), ids=PRIVATE)
@given(before=AROUND, after=AROUND)
def test_what_stands_for_a_person_or_lets_in_is_left_out_wherever_it_stands(
    private: str, before: str, after: str
) -> None:
    assert private not in without_persons(f"x{before}{private}{after}y")


def test_secrets_of_settings_are_left_out_and_the_rest_stays() -> None:
    text = (
        'url = "postgresql+psycopg://balai:rahasia@db/balai"\n  token = "t"\n'
        'password_file = "mail.password"\n'
        'webhook = "https://kait.contoh.go.id/abc"\nto = ["kepala@contoh.go.id"]\nport = 8080\n'
    )
    told = without_secrets(text)
    for secret in ("rahasia", '"t"', "abc", "kepala"):
        assert secret not in told
    assert "port = 8080" in told
    assert "***db/balai" in told


def test_a_command_that_is_not_there_or_does_not_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked._asked(["a-program-nobody-has"]) == ["a-program-nobody-has: FileNotFoundError"]
    monkeypatch.setattr(asked, "WAIT_SECONDS", 0.05)
    assert asked._asked(["tail", "-f", "/dev/null"]) == ["tail: TimeoutExpired"]

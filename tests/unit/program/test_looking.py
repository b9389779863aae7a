"""What a look at a machine finds: libraries, programs, room on the disk, and looks that cannot be done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from balai.errors import BalaiError
from balai.program import looking
from balai.program.finding import Finding, show
from balai.words.said import say

WELL, ILL = Finding("disk", True, say("doctor.redis")), Finding("hub", False, say("doctor.token_unknown"))


def broken(fault: Exception) -> Iterator[Finding]:
    yield from ()
    raise fault


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), BalaiError("No pins."), ValueError("x")])
def test_a_look_that_cannot_be_done_says_so_and_the_others_are_done(fault: Exception) -> None:
    found = looking.looked_at([("pins", lambda: broken(fault)), ("disk", lambda: iter([WELL]))])
    assert [(one.part, one.well) for one in found] == [("pins", False), ("disk", True)]
    assert str(fault) in found[0].told


def test_a_library_that_does_not_load_is_named() -> None:
    assert [one.well for one in looking.libraries(["json", "email"])] == [True]
    (found,) = looking.libraries(["json", "a_library_nobody_has"])
    assert (found.part, found.well) == ("libraries", False)
    assert "a_library_nobody_has" in found.told


def test_a_program_that_is_not_there_is_named_with_its_package() -> None:
    assert list(looking.program_there("sh", "dash")) == []
    (found,) = looking.program_there("a-program-nobody-has", "its-package")
    assert "apt install its-package" in found.told


def test_the_disk_is_looked_at_where_the_folder_will_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = looking.room(tmp_path / "not" / "yet")
    assert found.well
    assert str(tmp_path) in found.told
    assert not (tmp_path / "not").exists()
    monkeypatch.setattr(looking, "LEAST_FREE", 1 << 62)
    assert [one.well for one in looking.room(tmp_path)] == [False]


def test_findings_are_lines_or_one_object_and_the_exit_code_says_whether_all_is_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert show([WELL]) == 0
    assert show([WELL, ILL]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:4]] == [say("cli.doctor.well"), say("cli.doctor.mend")]
    assert show([WELL, ILL], as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["well"] is False
    assert [row["part"] for row in told["found"]] == ["disk", "hub"]

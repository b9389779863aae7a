"""A package's share of an environment: its own libraries, what is compiled of them, nothing of the others."""

from __future__ import annotations

from pathlib import Path

from tools.debian.environment import list_of
from tools.debian.parts import PARTS
from tools.debian.shares import lighten, named_in, normal, share

RECORDS = {
    "Two_Words-1.0": ("two/__init__.py", "two/data.txt", "two.pth", "../../bin/two", "bin/two"),
    "other-2.0": ("other.py", "two/plugin.py"),
}


def laid(folder: Path) -> Path:
    for name, files in RECORDS.items():
        about = f"{name}.dist-info/RECORD"
        for file in (about, *(file for file in files if not file.startswith(".."))):
            place = folder / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("".join(f"{row},,\n" for row in (*files, about)))
            if place.suffix == ".py":
                kept = place.parent / "__pycache__"
                kept.mkdir(exist_ok=True)
                (kept / f"{place.stem}.cpython-311.pyc").write_text("compiled")
    return folder


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_share_has_what_its_distributions_brought_and_what_is_compiled_of_it(tmp_path: Path) -> None:
    whole = laid(tmp_path / "whole")
    share(whole, tmp_path / "one", {"two-words"})
    assert files(tmp_path / "one") == {
        "two/__init__.py", "two/data.txt", "two.pth", "two/__pycache__/__init__.cpython-311.pyc",
        "Two_Words-1.0.dist-info/RECORD",
    }  # fmt: skip
    share(whole, tmp_path / "both", {"two-words", "other"})
    # Commands are for the interpreter of the machine that put them there.
    assert files(tmp_path / "both") == files(whole) - {"bin/two"}
    assert (tmp_path / "one/two.pth").samefile(whole / "two.pth")


def test_what_a_library_brings_for_its_makers_is_left_out_and_their_records_are_no_obstacle(
    tmp_path: Path,
) -> None:
    whole = laid(tmp_path / "whole")
    kept = files(whole)
    for file in ("two/tests/test_two.py", "two/core/tests/tests/data.bin", "pygame/docs/index.html"):
        (whole / file).parent.mkdir(parents=True)
        (whole / file).touch()
        with (whole / "Two_Words-1.0.dist-info/RECORD").open("a") as record:
            record.write(f"{file},,\n")
    lighten(whole)
    assert files(whole) == kept
    share(whole, tmp_path / "one", {"two-words"})
    assert "two/data.txt" in files(tmp_path / "one")


def test_the_pins_of_a_list_are_read_as_indexes_compare_names() -> None:
    first = "Flask_SocketIO==5.7.0 \\\n    --hash=sha256:ab\n    # via x==2\n"
    last = "uvicorn[standard]==1 ; python_version < '4' \\\n"
    assert named_in(first + last) == {"flask-socketio", "uvicorn"}
    assert normal("zope.interface") == "zope-interface"


def test_every_line_of_every_parts_lists_is_read() -> None:
    for name in {one for part in PARTS.values() for one in part.lists}:
        text = list_of(name).read_text()
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
        assert {normal(line.partition("==")[0]) for line in pins} == named_in(text)

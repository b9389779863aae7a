"""The same package under a later version: only its control file is another, so nothing is packed twice."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

_MAGIC, _HEAD = b"!<arch>\n", 60


def renumbered(package: Path, folder: Path, numbered: str) -> Path:
    """A copy of a package in `folder`, under another version."""
    name, before, architecture = package.name.split("_")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}_{numbered}_{architecture}"
    content = package.read_bytes()
    with file.open("wb") as written:
        written.write(_MAGIC)
        at = len(_MAGIC)
        while at < len(content):
            head, size = content[at : at + _HEAD], int(content[at + 48 : at + 58])
            data = memoryview(content)[at + _HEAD : at + _HEAD + size]
            at += _HEAD + size + size % 2
            if head.startswith(b"control.tar"):
                told = _control(package, f"Version: {before}\n", f"Version: {numbered}\n")
                head = b"control.tar".ljust(16) + head[16:48] + str(len(told)).encode().ljust(10) + head[58:]
                data = memoryview(told)
            written.write(head)
            written.write(data)
            written.write(b"\n" * (len(data) % 2))
    return file


def _control(package: Path, line: str, other: str) -> bytes:
    """What a package tells of itself, with another line in place of one."""
    told = subprocess.run(["dpkg-deb", "--ctrl-tarfile", str(package)], check=True, capture_output=True)
    made = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(told.stdout)) as before,
        tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as after,
    ):
        for member in before:
            content = before.extractfile(member)
            text = content.read() if content else b""
            if member.name == "./control":
                text = text.replace(line.encode(), other.encode())
                member.size = len(text)
            after.addfile(member, io.BytesIO(text) if content else None)
    return made.getvalue()

"""The small pictures that were made of large ones: in files, so that forty of them take no memory and are
not made again at the next start."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from typing import TypeAlias

import structlog

log = structlog.get_logger(__name__)

#: Where a small picture is: its file, or the picture itself where no file can be written.
Kept: TypeAlias = "Path | bytes"

_SUFFIX = ".picture"
#: To be raised when small pictures are made in another way.
_VERSION = 1


def name_of(path: Path, mark: tuple[int, int], *, logo: bool) -> str:
    """The kept file's name of a picture that changed last at `mark` (ns, bytes)."""
    told = f"{_VERSION}\n{path}\n{mark[0]} {mark[1]}\n{logo}"
    return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()[:32] + _SUFFIX


class KeptPictures:
    """A folder of small pictures; None, or one that cannot be written, keeps them in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._complained = False

    def find(self, name: str) -> Kept | None:
        """The picture of that name, if it was made before."""
        path = self._folder / name if self._folder else None
        return path if path is not None and path.is_file() else None

    def put(self, name: str, picture: bytes) -> Kept:
        """Keep a picture. Whoever starts after a power cut finds a whole one or none."""
        if self._folder is None:
            return picture
        path, half = self._folder / name, self._folder / f"{name}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with half.open("wb") as file:
                file.write(picture)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        except OSError as error:
            if not self._complained:
                self._complained = True
                log.warning("pictures_not_kept", folder=str(self._folder), reason=str(error))
            return picture
        return path

    def forget(self, kept: Path) -> None:
        """Remove one that cannot be used."""
        with contextlib.suppress(OSError):
            kept.unlink(missing_ok=True)

    def forget_others(self, names: Collection[str]) -> None:
        """Remove what none of the pictures that are shown needs."""
        with contextlib.suppress(OSError):
            for path in list(self._folder.iterdir()) if self._folder else ():
                if path.name not in names and path.suffix in (_SUFFIX, ".part"):
                    path.unlink(missing_ok=True)


def content(kept: Kept) -> bytes:
    """The picture. Raises OSError where its file is gone."""
    return kept if isinstance(kept, bytes) else kept.read_bytes()

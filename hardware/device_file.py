"""What every device's file says: which hub, who we are to it, and the window to virtual hardware."""

from __future__ import annotations

import os
import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from balai.config import Location, Section, Source, addressed, worded
from balai.errors import Fault
from balai.text.encoding import NotText, read_text
from balai.words.said import say

_TOKEN = re.compile(r"[!-~]{1,1024}")
#: Of a file's path no more is told.
_LONGEST_SHOWN = 400
_HubUrl = Annotated[
    str,
    worded(r"https?://[^/\s]+/?", "setting.hub_url"),
    addressed("setting.hub_url"),
]


class HubSettings(Section):
    """Where the hub is, and who we are to it. One of `token` and `token_file`, or neither: then the device
    keeps the token that it was let in with, and asks for one where it has none."""

    url: _HubUrl
    token: str | None = None
    # The path is taken from the folder that the device file lies in.
    token_file: Path | None = None
    # The folder in which the device keeps what it was let in with, from the device file's folder; without it
    # the service's state folder, or the one of the device file.
    kept: Path | None = None
    # The certificate of the authority that the hall made for its hub; without it those of the system.
    ca: Path | None = None


class VirtualSettings(Section):
    """The window to virtual hardware, on loopback; used only where a part is `virtual:`."""

    # 0 takes any free port, which the kiosk says when it is ready.
    port: Annotated[int, Field(ge=0, le=65535)] = 0


def state_folder() -> str:
    """The folder that systemd made for the service; "" for whoever is run by hand."""
    return os.environ.get("STATE_DIRECTORY", "").partition(":")[0]


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The files in which a device keeps what it was let in with."""

    token: Path
    ca: Path

    @classmethod
    def of(cls, path: Path, kept: Path | None) -> KeptFiles:
        """Those of the device file at `path`, which may name where they are `kept`."""
        folder = path.parent / (kept or state_folder())
        return cls(folder / f"{path.stem}.hub-token", folder / f"{path.stem}.hub-ca.pem")


def read_token(source: Source, path: Path) -> tuple[str, list[Fault]]:
    """The token that `[hub]` of the device file at `path` gives or names a file for, else the one that the
    device keeps, "" where it has none; or the faults."""
    token, faults = _found_token(source, path)
    if token and not _TOKEN.fullmatch(token):
        # What is no header ends in a library's exception with every request.
        faults.append(source.fault(("hub",), say("setting.token_form")))
    return token, faults


def _found_token(source: Source, path: Path) -> tuple[str, list[Fault]]:
    folder = path.parent
    hub = source.data.get("hub")
    if not isinstance(hub, dict):
        return "", []
    token, file = hub.get("token"), hub.get("token_file")
    if token is None and file is None:
        named = hub.get("kept")
        kept = KeptFiles.of(path, Path(named) if isinstance(named, str) else None).token
        return _read(source, ("hub", "kept") if named is not None else ("hub",), kept, needed=False)
    if token is not None and file is not None:
        return "", [source.fault(("hub",), say("setting.one_token"))]
    if not isinstance(file, str):
        return str(token).strip(), []
    return _read(source, ("hub", "token_file"), folder / file)


def _read(source: Source, at: Location, file: Path, *, needed: bool = True) -> tuple[str, list[Fault]]:
    """The token in a file, or the fault of the setting `at`; "" where one that is not `needed` is not
    there."""
    try:
        return read_text(file).strip(), []
    except FileNotFoundError as error:
        if not needed:
            return "", []
        reason = error.strerror
    except (OSError, NotText) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "words", str(error))
    shown = file if len(str(file)) < _LONGEST_SHOWN else file.name[:_LONGEST_SHOWN]
    return "", [source.fault(at, say("setting.file_unreadable", reason=reason, file=shown))]


def at_home(hub: HubSettings, token: str, path: Path) -> HubSettings:
    """The settings as they are to be used: with the token, their files from the folder of the device file at
    `path`, and the authority that the device was let in with where the file names none."""
    kept = KeptFiles.of(path, hub.kept).ca
    given = kept if hub.token is None and hub.token_file is None and os.path.exists(kept) else None  # noqa: PTH110  # never raises
    return hub.model_copy(update={"token": token, "ca": path.parent / hub.ca if hub.ca else given})


def authority_faults(source: Source, folder: Path) -> list[Fault]:
    """Whether the certificate of `[hub] ca` is one that can be used."""
    hub = source.data.get("hub")
    file = hub.get("ca") if isinstance(hub, dict) else None
    if not isinstance(file, str):
        return []
    try:
        ssl.create_default_context(cafile=folder / file)
    except (OSError, ValueError) as error:
        # What is no certificate is an SSLError, which is an OSError.
        reason = getattr(error, "strerror", None) or str(error)
        words = say("setting.file_unreadable", reason=reason, file=folder / file)
        return [source.fault(("hub", "ca"), words)]
    return []

"""How a client introduces itself on the live wire, and how it is refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from balai.protocol.base import Moment, News

# What a client says here may grow with versions, so unknown fields are passed over.


class Position(News):
    """The last event a client has: a day (ISO date), a seq and the log's time of that news. No day: nothing
    yet. The time tells a client whose news is of another log: a hub whose store was put back to an older
    copy goes on with the same numbers."""

    day: Annotated[str, StringConstraints(max_length=10)] | None = None
    seq: Annotated[int, Field(ge=0)] = 0
    at: Moment | None = None


class Hello(News):
    """The `auth` of connecting: a device's token (staff: none, the cookie speaks), the protocol's
    version, and the last event known, if any. `catalogue`: this client asks for the hall's catalogue by
    itself, so that no snapshot need carry it. `together`: it takes news of one act in one message, `pushes`,
    a list of what `push` brings."""

    protocol: int
    token: Annotated[str, StringConstraints(max_length=512)] | None = None
    last: Position | None = None
    catalogue: bool = False
    together: bool = False


class Refused(News):
    """Why a connection was refused: token_invalid, protocol_unsupported, hello_invalid."""

    code: str
    message: str

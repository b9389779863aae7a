"""The first start on the wire: what makes the hall of an empty store, and its first accounts."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from balai.protocol.base import Message, News
from balai.protocol.managed.accounts import Password

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class FoundHall(Message):
    """Make the hall and the account of its manager, with the code that the hub shows on its console. Who asks
    chooses the administrator's password (else the hub does), and so has it whatever becomes of the answer;
    asked once more with the same passwords, the answer is the first one."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=12)]
    username: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    password: Password
    district_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$")]
    district: Name
    name: Name
    regency: Name
    time_zone: Annotated[str, StringConstraints(max_length=40)]
    administrator_password: Password | None = None


class HallFounded(News):
    """The hall that was made, and the account that keeps its machines: its password is told this once."""

    hall_id: str
    administrator: str
    administrator_password: str

"""A hub inside the test's own process: its app, a clock that stands still, and whoever asks it.

with Inside(tmp_path) as hub:
    hub.kiosk.change("/visits", service_id="ktp")
"""

from __future__ import annotations

import functools
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from balai.clock import ManualClock
from balai.domain.hall.config import HallConfig
from server.app import HubApp, create_app
from server.auth.passwords import Passwords
from server.auth.roles import DEVICE_ROLES, Role
from server.config import AlertsAt, CopiesAt, HubConfig, Listen, StoreAt, VoiceAt
from server.store import open_store
from server.store.kept.accounts import Account
from server.store.kept.devices import Device
from server.store.safety.copies import back_up
from tests.support.clocks import LooseClock
from tests.support.days import MORNING, small_hall

PASSWORD = "benar-kuda-baterai"
#: Everybody with an account: the role, and the agency of those who belong to one.
PEOPLE: dict[str, tuple[Role, str | None]] = {
    "ani": ("staff", None),
    "budi": ("staff", None),
    "citra": ("manager", None),
    "satu": ("staff", "satu"),
    "dua": ("staff", "dua"),
    "dewi": ("supervisor", "satu"),
    "eko": ("auditor", None),
    "fani": ("administrator", None),
}
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_HASH = _QUICK.hash(PASSWORD)


@functools.cache
def _enrolled(hall: HallConfig) -> bytes:
    """A store with everybody in it, made once and copied."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "balai.db")
        with open_store(f"sqlite:///{file}") as store:
            store.halls.put(hall, MORNING)
            for kind in DEVICE_ROLES:
                store.devices.add(Device(f"{kind}-1", hall.hall.id, kind, kind), f"{kind}-token", MORNING)
            for name, (role, agency_id) in PEOPLE.items():
                account = Account(
                    f"id-{name}", hall.hall.id, name, name.title(), role, _HASH, agency_id=agency_id
                )
                store.accounts.add(account, MORNING)
        return file.read_bytes()


class Asker:
    """Somebody who asks: a device with its token, or a browser with its cookie."""

    def __init__(self, client: FlaskClient, token: str | None = None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **headers: str) -> TestResponse:
        """GET below /api/v1."""
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def send(self, path: str, body: Any, method: str = "POST", **headers: str) -> TestResponse:
        """Send a body as JSON."""
        return self.client.open(
            f"/api/v1{path}", method=method, json=body, headers={**self.headers, **headers}
        )

    def raw(self, path: str, data: bytes, content_type: str = "application/json") -> TestResponse:
        """POST bytes as they are."""
        return self.client.post(f"/api/v1{path}", data=data, content_type=content_type, headers=self.headers)

    def change(self, path: str, request_id: str | None = None, **fields: Any) -> TestResponse:
        """POST a change, with a fresh request_id unless one is given."""
        return self.send(path, {"request_id": request_id or str(uuid.uuid4()), **fields})

    def done(self, path: str, request_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """POST a change that must succeed; its answer."""
        response = self.change(path, request_id, **fields)
        assert response.status_code < 300, response.text
        answer: dict[str, Any] = response.get_json()
        return answer


class Inside:
    """The hub of the small hall, with a kiosk, a display and two members of staff."""

    def __init__(
        self,
        folder: Path,
        hall: HallConfig | None = None,
        *,
        clock: LooseClock | None = None,
        proof: Callable[[], bool] | None = None,
        copies: Path | None = None,
        alerts: AlertsAt | None = None,
        voice: VoiceAt | None = None,
        **listen: Any,
    ) -> None:
        """`listen` are settings of [hub]; `clock` one that may be wrong, of which `proof` is asked; `copies`
        where copies of the store go; `alerts` who is told of what is wrong; `voice` where clips are."""
        self._copies, self._alerts, self._voice = copies, alerts or AlertsAt(), voice or VoiceAt()
        self._loose, self._proof = clock, proof
        self._listen = Listen(**listen)
        self.url = f"sqlite:///{folder / 'balai.db'}"
        self.clock = ManualClock(MORNING)
        (folder / "balai.db").write_bytes(_enrolled(hall or small_hall()))
        self.app = self._create()
        self.kiosk = self.device("kiosk-token")
        self.display = self.device("display-token")

    def _create(self) -> HubApp:
        copies = (CopiesAt(folder=self._copies),) if self._copies else ()
        config = HubConfig(
            hub=self._listen,
            store=StoreAt(url=self.url),
            copies=copies,
            alerts=self._alerts,
            voice=self._voice,
        )
        return create_app(
            config, self._loose or self.clock, Passwords(_QUICK), proof=self._proof or (lambda: True)
        )

    def copy(self) -> Path:
        """Copy the store as `balai backup` does."""
        assert self._copies is not None
        return back_up(self.url, self._copies, self.clock.now()).path

    def restart(self, between: Callable[[Path], None] = lambda _file: None) -> None:
        """End the app and make another on the same file; `between` does something to it."""
        self.app.hub.close()
        between(Path(self.url.removeprefix("sqlite:///")))
        self.app = self._create()
        self.kiosk, self.display = self.device("kiosk-token"), self.device("display-token")

    def device(self, token: str) -> Asker:
        """Whoever shows this token."""
        return Asker(self.app.test_client(), token)

    def nobody(self) -> Asker:
        """A browser that has not signed in."""
        return Asker(self.app.test_client())

    def staff(self, username: str = "ani") -> Asker:
        """A browser that has signed in."""
        asker = self.nobody()
        response = asker.send("/session", {"username": username, "password": PASSWORD})
        assert response.status_code == 200, response.text
        return asker

    def seated(self, counter_id: str = "l1", username: str = "ani") -> Asker:
        """A member of staff at an open counter."""
        asker = self.staff(username)
        asker.done(f"/counters/{counter_id}/open")
        return asker

    def close(self) -> None:
        """End the app."""
        self.app.hub.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""The demo's folder: configuration of a hall, its hub and its devices, enrolled as any hall's are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher

from balai.domain.hall.config import HallConfig
from balai.hall_file.read import load_hall
from demo.always_open import always_open
from demo.driving.programs import run as balai
from server.auth.passwords import random_password
from server.auth.roles import Permission, Role
from server.cli.common import opened_hall
from server.store.kept.accounts import Account

SAMPLE = Path(__file__).parent / "tenggarong.toml"

#: The buttons of the virtual kiosk: service, share of the visitors. A button and a lamp take two
#: of the 26 pins of a Raspberry Pi's header that are free to use (Broadcom numbers 2 to 27).
BUTTONS = (
    ("perekaman-ktp", 2.0),
    ("kartu-keluarga", 2.0),
    ("akta-kelahiran", 2.0),
    ("paspor-baru", 0.8),
    ("sim", 1.5),
    ("skck", 1.5),
    ("pembayaran-pajak-daerah", 2.0),
    ("bpjs-pendaftaran", 1.2),
    ("sertipikat", 0.8),
    ("pajak-kendaraan", 3.0),
    ("npwp", 1.0),
)
FIRST_PIN, FIRST_LAMP = 2, 15
#: Who runs the hall; the administrator's page alone tells who did what.
OFFICE: dict[str, Role] = {"kepala": "manager", "admin": "administrator"}
#: The kiosk with a touch screen, and its file's name.
TOUCH, TOUCH_FILE = "kios-2", "touch"


def lamp_of(pin: int) -> int:
    """The pin of the lamp beside the button on `pin`."""
    return FIRST_LAMP + pin - FIRST_PIN


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account of the demo and its random password, shown once."""

    username: str
    password: str
    role: Role


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where the demo keeps its files, and what was made in it."""

    path: Path
    config: HallConfig
    accounts: tuple[Credentials, ...]

    @property
    def staff(self) -> tuple[Credentials, ...]:
        """Those who work at counters."""
        return tuple(who for who in self.accounts if who.role == "staff")

    @property
    def office(self) -> tuple[Credentials, ...]:
        """Those who run the hall: its manager first, then the administrator of its machines."""
        return tuple(who for who in self.accounts if who.role != "staff")

    @property
    def manager(self) -> Credentials:
        """Who runs the hall's day."""
        return self.office[0]

    @property
    def pins(self) -> dict[int, tuple[str, float]]:
        """The service and share of visitors of each button's pin."""
        return {FIRST_PIN + i: button for i, button in enumerate(BUTTONS)}


def prepare(path: Path, hub_port: int, accounts: int, *, with_touch: bool = False) -> DemoFolder:
    """Write the configuration, load the hall and enrol its devices (a second kiosk `with_touch` screen),
    `accounts` members of staff, a manager and an administrator.

    Raises ProgramFailed or ConfigurationFaults where that does not work.
    """
    path.mkdir(parents=True, exist_ok=True)
    hall_file = path / "hall.toml"
    hall_file.write_text(always_open(SAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    (path / "hub.toml").write_text(
        f'[hub]\nhost = "127.0.0.1"\nport = {hub_port}\n\n[store]\nurl = "sqlite:///{path / "balai.db"}"\n',
        encoding="utf-8",
    )
    balai("hall", "load", str(hall_file), "--config", "hub.toml", folder=path)
    touch = (("kiosk", TOUCH),) if with_touch else ()
    for kind, device in (("kiosk", "kios-1"), ("display", "layar-1"), *touch):
        token = balai("device", "add", kind, device, "--config", "hub.toml", folder=path)
        token_file = path / f"{device}.token"
        token_file.touch(mode=0o600)
        token_file.write_text(token.split()[-1] + "\n", encoding="utf-8")
    names = [f"petugas{number}" for number in range(1, accounts + 1)]
    roles: dict[str, Role] = {**dict.fromkeys(names, "staff"), **OFFICE}
    return DemoFolder(path, load_hall(hall_file), _accounts(path / "hub.toml", roles))


def _accounts(hub_toml: Path, roles: dict[str, Role]) -> tuple[Credentials, ...]:
    """Accounts with random passwords; in one go, since each start of a program costs a second."""
    made = []
    with opened_hall(hub_toml, Permission.ACCOUNTS_CHANGE) as (hall_id, store, clock):
        for username, role in roles.items():
            password = random_password()
            hashed = PasswordHasher().hash(password)
            store.accounts.add(
                Account(secrets.token_hex(6), hall_id, username, username, role, hashed), clock.now()
            )
            made.append(Credentials(username, password, role))
    return tuple(made)


def write_devices(folder: DemoFolder, hub_url: str, touch_url: str, *, window: bool, quiet: bool) -> None:
    """Write the device files of kiosks and display for a hub at `hub_url`, which the touch screen's kiosk
    reaches at `touch_url`.

    `window` opens the wall as a window; `quiet` gives it a virtual loudspeaker.
    """
    buttons = "\n".join(
        f'[[button]]\npin = {pin}\nlamp = {lamp_of(pin)}\nservice = "{service}"\n'
        for pin, (service, _) in folder.pins.items()
    )
    (folder.path / "kiosk.toml").write_text(
        f'[hub]\nurl = "{hub_url}"\ntoken_file = "kios-1.token"\n\n'
        f'[printer]\nurl = "virtual:"\nwidth_dots = 576\n\n'
        f'[panel]\npins = "virtual:"\nlockout_seconds = 3\n\n{buttons}',
        encoding="utf-8",
    )
    (folder.path / f"{TOUCH_FILE}.toml").write_text(
        f'[hub]\nurl = "{touch_url}"\ntoken_file = "{TOUCH}.token"\n\n'
        f'[printer]\nurl = "virtual:"\n\n[scanner]\nurl = "virtual:"\n\n[screen]\nmode = "virtual:"\n\n'
        f'[screen.guide]\naudio = "{"virtual:" if quiet else "pygame:"}"\n',
        encoding="utf-8",
    )
    (folder.path / "display.toml").write_text(
        f'[hub]\nurl = "{hub_url}"\ntoken_file = "layar-1.token"\n\n'
        f'[screen]\nmode = "{"window" if window else "virtual:"}"\n\n'
        f'[audio]\nurl = "{"virtual:" if quiet else "pygame:"}"\n\n'
        f'[voice]\nlanguage = "id"\n\n'
        f"[directions]\n{_directions(folder.config)}",
        encoding="utf-8",
    )


def _directions(config: HallConfig) -> str:
    """Counters 1 to half stand left of the demo's wall, the rest right, as the plan of a hall would say."""
    middle = len(config.counters) // 2
    return "".join(
        f'{c.id} = "{"left" if at < middle else "right"}"\n' for at, c in enumerate(config.counters)
    )

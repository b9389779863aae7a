"""The hub's settings: hub.toml, read into frozen sections with every fault at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from balai.config import Section, addressed, load_toml, worded

Port = Annotated[int, Field(ge=0, le=65535)]
_FILE = "sqlite:///"
#: Where a training hall listens behind the proxy of `balai hub init`, and where that serves it by https.
BEHIND_PROXY, PUBLIC = 8090, 8443
_ADDRESS = r"[\w.][\w.-]*@[\w.\[][\w.:\[\]-]*"


class Listen(Section):
    """[hub]: where the hub listens, and what stands before it."""

    host: str = "127.0.0.1"
    #: 0 takes a free port, which the ready line names.
    port: Port = 8080
    #: Whether people reach the hub by https (through a proxy); the cookie is then marked Secure.
    https: bool = False
    #: How many reverse proxies stand before the hub, whose X-Forwarded-* headers are believed.
    proxies: Annotated[int, Field(ge=0, le=4)] = 0
    #: The hall's address, such as balai.local, and the certificate of the authority that it made for itself
    #: (`balai hub init`): given to devices that are let in and to tablets that are to trust it.
    name: str | None = None
    ca: Path | None = None
    #: The certificate that people meet at that address, whose end managers are told of: hub.crt beside `ca`.
    certificate: Path | None = None

    @property
    def is_public(self) -> bool:
        """Whether everybody trusts that certificate, so that devices and tablets need no authority."""
        return self.ca is None and self.certificate is not None


class StoreAt(Section):
    """[store]: where the log is kept."""

    url: Annotated[
        str,
        worded(
            r"(sqlite:///|postgresql\+psycopg://).+",
            "setting.store_url",
        ),
    ] = "sqlite:///balai.db"


class RedisAt(Section):
    """[redis]: needed where several hub processes serve one hall."""

    url: Annotated[str, worded(r"(redis|rediss|unix)://.+", "setting.redis_url")]


class HallAt(Section):
    """[hall]: a hall's file to load where the store knows none yet; later edits come by `hall load`."""

    file: Path | None = None
    #: Which hall this hub serves, where the store holds several.
    id: str | None = None


class VoiceAt(Section):
    """[voice]: how names get their spoken clips. Folders count from the file's own folder."""

    #: Where clips that were made are kept: "clips" for a hub with a file, nowhere without one.
    clips: Path | None = None
    #: Recordings of the hall ("suara"), as id/samsat.wav; they go before everything else.
    recordings: Path | None = None
    #: The Python of an environment with Kokoro (docs/voice.md), if there is one.
    kokoro: Path | None = None
    #: Kokoro's voices.
    voices: Path = Path("voices")
    #: The program that speaks names otherwise; empty: names without a recording are not said.
    espeak: str = "espeak-ng"


class PracticeAt(Section):
    """[practice]: the training hall that a manager may open beside the hall."""

    #: Where it listens, on the hub's own address; 0 takes a free port. Behind a proxy it is 8090 unless told.
    port: Port | None = None
    #: Where people reach it, where a proxy speaks https before it: 8443 unless told, as `hub init` does it.
    public: Port | None = None


class CopiesAt(Section):
    """[[copies]]: where `balai backup` puts copies of the store; several are all served."""

    #: Counts from the settings' own folder; on another machine from the user's.
    folder: Path
    #: Another machine, reached by SFTP: user@host.
    machine: Annotated[str, worded(_ADDRESS, "setting.copies_machine")] | None = None
    port: Annotated[int, Field(ge=1, le=65535)] = 22
    #: The private key for it; beside it, ending in .hosts, the machine's own key.
    key: Path = Path("copies.key")
    #: So many of the newest stay.
    keep: Annotated[int, Field(ge=1, le=10000)] = 14
    #: A stick or a share of another machine: where it is not there, nothing is written on the store's disk.
    other_disk: bool = False
    #: A newest copy older than this is told to the manager.
    oldest_hours: Annotated[int, Field(ge=1, le=1000)] = 3

    def from_folder(self, folder: Path) -> CopiesAt:
        """The same, with paths of this machine counted from `folder`."""
        here = self.folder if self.machine else folder / self.folder
        return self.model_copy(update={"folder": here, "key": folder / self.key})


class Keeping(Section):
    """[keeping]: what becomes of days long closed, each evening (`balai db archive`)."""

    #: Older days are put away, compressed; they read as before.
    archive_days: Annotated[int, Field(ge=31, le=1000)] = 35
    #: Days older than so many years go for good; without it none does.
    years: Annotated[int, Field(ge=1, le=100)] | None = None


class MailAt(Section):
    """[alerts.mail]: the mail server that takes letters from this machine, and to whom they go."""

    server: str
    port: Port = 587
    #: Whether the server speaks TLS after STARTTLS, with a certificate that this machine trusts.
    starttls: bool = True
    user: str | None = None
    #: The password alone, in a file that others cannot read.
    password_file: Path | None = None
    sender: Annotated[str, worded(r"[^@\s]+@[^@\s]+", "setting.mail_address")]
    to: Annotated[
        tuple[Annotated[str, worded(r"[^@\s]+@[^@\s]+", "setting.mail_address")], ...], Field(min_length=1)
    ]


_Webhook = Annotated[str, worded(r"https?://.+", "setting.webhook_url"), addressed("setting.webhook_url")]


class AlertsAt(Section):
    """[alerts]: who is told when something goes wrong, beside the managers' page. Each way that is set up is
    used; files count from the settings' own folder."""

    #: A JSON object a line.
    file: Path | None = None
    #: Gets a JSON object by POST.
    webhook: _Webhook | None = None
    mail: MailAt | None = None


class HubConfig(Section):
    """The whole file. Every section may be left out."""

    hub: Listen = Listen()
    store: StoreAt = StoreAt()
    redis: RedisAt | None = None
    hall: HallAt = HallAt()
    voice: VoiceAt = VoiceAt()
    alerts: AlertsAt = AlertsAt()
    practice: PracticeAt = PracticeAt()
    copies: tuple[CopiesAt, ...] = ()
    keeping: Keeping = Keeping()

    @property
    def copy_places(self) -> tuple[CopiesAt, ...]:
        """Where copies go: as it is written, else into a folder "copies" beside a store that is a file."""
        if self.copies or not self.store.url.startswith(_FILE):
            return self.copies
        return (CopiesAt(folder=Path(self.store.url.removeprefix(_FILE)).parent / "copies"),)

    @property
    def copy_folders(self) -> list[Path]:
        """Those of them that this machine can look into."""
        return [at.folder for at in self.copy_places if at.machine is None]


def load_config(path: Path) -> HubConfig:
    """Read hub.toml. Relative paths in it count from its own folder.

    Raises ConfigurationFaults with every fault and its line.
    """
    config = load_toml(path, HubConfig)
    folder = path.resolve().parent
    store = StoreAt(url=_anchored(config.store.url, folder))
    file = config.hall.file
    hall = config.hall.model_copy(update={"file": folder / file if file else None})
    said = config.voice
    voice = said.model_copy(
        update={
            "clips": folder / (said.clips or "clips"),
            "recordings": folder / (said.recordings or "suara"),
            "voices": folder / said.voices,
        }
    )
    copies = tuple(at.from_folder(folder) for at in config.copies)
    alerts = _found(config.alerts, folder)
    ca = folder / config.hub.ca if config.hub.ca else None
    met = folder / config.hub.certificate if config.hub.certificate else ca and ca.with_name("hub.crt")
    hub = config.hub.model_copy(update={"ca": ca, "certificate": met})
    places = {"hub": hub, "store": store, "hall": hall, "voice": voice, "copies": copies, "alerts": alerts}
    return config.model_copy(update=places)


def _found(alerts: AlertsAt, folder: Path) -> AlertsAt:
    """Its files, from the folder of the settings."""
    mail = alerts.mail
    if mail is not None and mail.password_file is not None:
        mail = mail.model_copy(update={"password_file": folder / mail.password_file})
    file = folder / alerts.file if alerts.file else None
    return alerts.model_copy(update={"file": file, "mail": mail})


def _anchored(url: str, folder: Path) -> str:
    if not url.startswith(_FILE) or url == f"{_FILE}:memory:":
        return url
    return f"{_FILE}{folder / url.removeprefix(_FILE)}"

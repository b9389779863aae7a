"""`balai hub init`: the hall's address on a machine of Debian, once; and its certificate, for ever."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tomlkit

from balai.errors import BalaiError
from balai.files import write_whole
from balai.words.said import say
from server.config import Listen, load_config
from server.usecases.address import authority, mdns, proxy, public
from server.usecases.address.addresses import has_six, own_addresses
from server.usecases.machine.clock_trust import EARLIEST

#: Where Debian's programs look.
_SITE, _DEFAULT_SITE = Path("etc/nginx/conf.d/balai.conf"), Path("etc/nginx/sites-enabled/default")
_SERVICE, _AVAHI = Path("etc/avahi/services/balai.service"), Path("etc/avahi/avahi-daemon.conf")
#: Beside hub.toml.
_FOLDER = "tls"


class NotSetUp(BalaiError):
    """The address cannot be set up on this machine, or not now; nothing was changed."""

    code = "address_not_set_up"
    lasting = True


@dataclass(frozen=True)
class Machine:
    """The machine that is set up, below `root`: "/", or the folder of an image, where nothing is started."""

    root: Path
    config: Path
    addresses: Callable[[], tuple[str, ...]] = own_addresses

    @property
    def tls(self) -> Path:
        """The folder of the certificates."""
        return self.config.parent / _FOLDER

    @property
    def runs(self) -> bool:
        """Whether it has programs that can be told to read their settings anew."""
        return self.root == Path("/") and Path("/run/systemd/system").exists()

    def told(self, *command: str) -> None:
        """Run a command of the system, where there is one that runs. Raises NotSetUp with what it said."""
        if not self.runs:
            return
        try:
            if command[0] == "systemctl" and self._starts():
                command = (command[0], "--no-block", *command[1:])
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError as fault:
            raise NotSetUp(say("doctor.program", name=command[0], package=command[0])) from fault
        if done.returncode:
            raise NotSetUp(say("error.address_command", command=" ".join(command), said=done.stderr.strip()))

    def _starts(self) -> bool:
        """Whether it is being switched on. A card's address is made then by what the services are to wait
        for: it must not wait for them."""
        asked = ("systemctl", "is-system-running")
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        return done.stdout.strip() in {"initializing", "starting"}


def set_up(
    machine: Machine, name: str, now: datetime, *, anew: bool = False, acme: public.Acme | None = None
) -> None:
    """Give the hall its address. Safe to repeat: what is there stays, the authority above all, unless it is
    to be made `anew`. `acme`: with a certificate that everybody trusts, for a name of the internet; until it
    is there, the hall's own authority signs. Raises NotSetUp, AuthorityFault, ConfigurationFaults and
    OSError."""
    name, before = authority.checked_name(name), load_config(machine.config).hub
    _refuse(machine, name, before, now, anew=anew, acme=acme)
    trusted = acme is not None or (before.is_public and not anew)
    machine.tls.mkdir(mode=0o755, exist_ok=True)
    with _alone(machine.tls):
        if anew:
            _set_aside(machine.tls, now)
        if not (machine.tls / "ca.pem").exists():
            authority.make_authority(machine.tls, name, now)
        _write_settings(machine.config, name, trusted=trusted)
        _renew(machine, now, reload=False)
    _write_proxy(machine, name, before.port, trusted=trusted)
    if mdns.is_announced(name):
        _announce(machine, name)
    machine.told("nginx", "-t")
    machine.told("systemctl", "enable", "--now", "nginx", "balai-certificate.timer")
    machine.told("systemctl", "reload-or-restart", "nginx")
    machine.told("systemctl", "try-restart", "balai-hub")
    if acme is not None:
        public.ask(machine.root, name, acme)
        renew(machine, now)


def _refuse(
    machine: Machine, name: str, before: Listen, now: datetime, *, anew: bool, acme: public.Acme | None
) -> None:
    """Raises NotSetUp where it would not do, or would undo what tablets and devices trust."""
    if now.date() < EARLIEST:
        raise NotSetUp(say("error.address_clock", shown=f"{now:%Y-%m-%d}"))
    if acme is not None and mdns.is_announced(name):
        raise NotSetUp(say("error.address_private", name=name))
    trusts_own = (machine.tls / "ca.pem").exists() and before.ca is not None
    if trusts_own and not anew and (before.name not in (None, name) or acme is not None):
        raise NotSetUp(say("error.address_other", name=name, before=before.name))


def renew(machine: Machine, now: datetime) -> str | None:
    """Let the same authority sign anew for a hub whose certificate nears its end, is missing, or does not
    name an address of this machine; why it did, or None. Where everybody is to trust it, what certbot holds
    is taken over while it is good. A clock from before the authority changes nothing.
    Raises NotSetUp and AuthorityFault."""
    if not machine.tls.exists():
        raise NotSetUp(say("error.address_none"))
    with _alone(machine.tls):
        return _renew(machine, now, reload=True)


@contextmanager
def _alone(tls: Path) -> Iterator[None]:
    """Who sets up and the hourly timer, which its setting up starts, write one after the other."""
    folder = os.open(tls, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _renew(machine: Machine, now: datetime, *, reload: bool) -> str | None:
    told = load_config(machine.config).hub
    name = told.name
    if name is None or not (machine.tls / "ca.pem").exists():
        raise NotSetUp(say("error.address_none"))
    if now < authority.shown(machine.tls / "ca.pem").begins:
        return None
    held = public.certificate(machine.root, name, now) if told.is_public else None
    if held is not None:
        return _take_over(machine, *held, reload=reload)
    addresses = machine.addresses()
    why = _reason(machine.tls / "hub.crt", {name, *addresses}, now)
    if why is None:
        return None
    authority.make_certificate(machine.tls, name, addresses, now)
    if reload:
        machine.told("systemctl", "try-reload-or-restart", "nginx")
    return why


def _take_over(machine: Machine, chain: str, key: str, *, reload: bool) -> str | None:
    """Put the certificate of certbot's before the hub, where it is another than before."""
    file = machine.tls / "hub.crt"
    if file.exists() and file.read_text() == chain:
        return None
    write_whole(file, chain, mode=0o644)
    write_whole(file.with_suffix(".pem"), chain + key, mode=0o600)
    if reload:
        machine.told("systemctl", "try-reload-or-restart", "nginx")
    return say("cli.address.was_given")


def _reason(file: Path, names: set[str], now: datetime) -> str | None:
    if not file.exists() or not file.with_suffix(".pem").exists():
        return say("cli.address.was_missing")
    there = authority.shown(file)
    if not there.begins <= now < there.ends - authority.RENEWED_AT:
        return say("cli.address.was_ending", until=f"{there.ends:%Y-%m-%d}")
    lacking = sorted(names - there.names)
    return say("cli.address.was_elsewhere", names=", ".join(lacking)) if lacking else None


def _set_aside(tls: Path, now: datetime) -> None:
    """Keep what was in force: a hall that changes its mind puts it back."""
    kept = tls / f"before-{now:%Y%m%dT%H%M%SZ}"
    for name in ("ca.key", "ca.pem", "hub.crt", "hub.pem"):
        if (tls / name).exists():
            kept.mkdir(mode=0o700, exist_ok=True)
            (tls / name).rename(kept / name)


def _write_settings(config: Path, name: str, *, trusted: bool) -> None:
    """hub.toml as it was, comments too, with what the address needs under [hub]."""
    document = tomlkit.parse(config.read_text(encoding="utf-8"))
    told = document.setdefault("hub", tomlkit.table())
    wanted = {"name": name, "https": True, "proxies": 1, "host": "127.0.0.1"}
    # Devices are handed the authority that alone they are to trust; what everybody trusts needs none.
    met, other = ("certificate", "ca") if trusted else ("ca", "certificate")
    wanted[met] = f"{_FOLDER}/{'hub.crt' if trusted else 'ca.pem'}"
    told.pop(other, None)
    for key, value in wanted.items():
        if told.get(key) != value:
            told[key] = value
    text = tomlkit.dumps(document)
    if text != config.read_text(encoding="utf-8"):
        _put(config, text)


def _write_proxy(machine: Machine, name: str, port: int, *, trusted: bool) -> None:
    inside = Path("/") / machine.tls.relative_to(machine.root)
    web = Path("/") / public.WEB if trusted else None
    _put(machine.root / _SITE, proxy.site(name, inside, port, six=has_six(), challenges=web))
    # It answers on the same port to whoever asks by address; its own file stays in sites-available.
    (machine.root / _DEFAULT_SITE).unlink(missing_ok=True)


def _announce(machine: Machine, name: str) -> None:
    _put(machine.root / _SERVICE, mdns.SERVICE)
    settings = machine.root / _AVAHI
    text = settings.read_text(encoding="utf-8") if settings.exists() else "[server]\n"
    if mdns.with_name(text, name) != text:
        # Purging the package puts it back.
        before = settings.with_name(f"{settings.name}.before-balai")
        if not before.exists():
            _put(before, text)
        _put(settings, mdns.with_name(text, name))
    machine.told("systemctl", "enable", "--now", "avahi-daemon")
    machine.told("systemctl", "restart", "avahi-daemon")


def _put(file: Path, text: str) -> None:
    """Write a file whole, for whom the one before was."""
    file.parent.mkdir(parents=True, exist_ok=True)
    there = file.stat() if file.exists() else None
    mode, owner = (0o644, None) if there is None else (there.st_mode & 0o777, (there.st_uid, there.st_gid))
    write_whole(file, text, mode=mode, owner=owner)


def places(name: str, addresses: Sequence[str]) -> tuple[str, ...]:
    """Where a tablet opens the page that helps it: by name, and by number for one that knows no names."""
    return tuple(f"http://{one}/" for one in (name, *addresses))

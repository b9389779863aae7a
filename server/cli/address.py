"""balai hub init, balai hub renew: the hall's address and its certificate."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai.clock import SystemClock
from balai.program.shell import plain_errors
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import permitted
from server.cli.serving import hub

if TYPE_CHECKING:  # a hub that serves needs none of it
    from server.usecases.address.setting_up import Machine

_machine = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=Path("/"), help=say("option.hub.root")
)
_CONFIG = Path("etc/balai/hub.toml")


@hub.command("init", help=help_of("command.hub_init"))
@click.option("--name", required=True, metavar="balai.local", help=say("option.hub.name"))
@click.option("--anew", is_flag=True, help=say("option.hub.anew"))
@click.option("--acme", metavar="MAIL", help=say("option.hub.acme"))
@click.option("--acme-server", metavar="URL", help=say("option.hub.acme_server"))
@_machine
def init(name: str, root: Path, acme: str | None, acme_server: str | None, *, anew: bool) -> None:
    """`balai hub init`."""
    from server.usecases.address.public import LETS_ENCRYPT, Acme
    from server.usecases.address.setting_up import Machine, NotSetUp, set_up

    permitted(Permission.STORE_MAINTAIN)
    with plain_errors():
        machine = Machine(root, root / _CONFIG)
        try:
            asked = Acme(acme, acme_server or LETS_ENCRYPT) if acme else None
            set_up(machine, name, SystemClock().now(), anew=anew, acme=asked)
        except PermissionError as fault:
            raise NotSetUp(say("error.address_rights", file=fault.filename)) from fault
    _tell(machine)


def _tell(machine: Machine) -> None:
    """The address, and the code of the page that a tablet opens first."""
    import qrcode

    from server.config import load_config
    from server.usecases.address.fingerprint import fingerprint_of
    from server.usecases.address.setting_up import places

    told = load_config(machine.config).hub
    pages = places(told.name or "", machine.addresses())
    click.echo(say("cli.address.done", url=f"https://{told.name}"))
    if told.is_public:
        return
    # Older tablets know no names of the local network: the number serves all.
    chosen = pages[-1] if (told.name or "").endswith(".local") else pages[0]
    click.echo(say("cli.address.page", url=chosen))
    code = qrcode.QRCode(border=2)
    code.add_data(chosen)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    click.echo(drawn.getvalue())
    for page in pages:
        click.echo(f"  {page}")
    click.echo(say("cli.address.fingerprint", fingerprint=fingerprint_of(machine.tls / "ca.pem")))


@hub.command("renew", help=help_of("command.hub_renew"))
@_machine
def renew_certificate(root: Path) -> None:
    """`balai hub renew`."""
    from server.usecases.address.setting_up import Machine, renew

    permitted(Permission.STORE_MAINTAIN)
    with plain_errors():
        why = renew(Machine(root, root / _CONFIG), SystemClock().now())
    click.echo(say("cli.address.renewed", why=why) if why else say("cli.address.good"))

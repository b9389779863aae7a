"""`balai kiosk`: wires the parts together, says when it is ready, and ends in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import structlog
from PIL.Image import Image

from balai.clock import Clock, parse_clock
from balai.errors import BalaiError
from balai.logs import configure_device_logs
from balai.program.finding import check_options, show
from balai.program.lean import share_memory, take_short_turns
from balai.program.shell import Shell, plain_errors, running
from balai.protocol.requests import DeviceStatus
from balai.protocol.views import DeviceView
from balai.words.said import help_of, say
from hardware.device_file import KeptFiles
from hardware.hub.link import LiveHubLink
from hardware.hub.reporter import Reporter
from hardware.machine import look_at
from hardware.ports import HubLink, ReceiptPrinter
from hardware.registry import open_printer
from kiosk.config import KioskConfig, PrinterSettings, load_kiosk_config
from kiosk.flow.controller import Controller
from kiosk.flow.handover import HandOver, Kept
from kiosk.flow.lane import Lanes, ThreadLane
from kiosk.flow.messages import HubOfBefore, Stop, Wake
from kiosk.flow.numbers import KioskNumbers
from kiosk.flow.papers.attempts import Drawn
from kiosk.flow.telling.outlook import Waits
from kiosk.fronts import Opened, open_front
from kiosk.journal.hub_time import HubTime, boot_of
from kiosk.journal.journal import Journal
from kiosk.journal.roll import RollBook
from kiosk.paper.papers import Paper, draw_paper, strips
from kiosk.paper.sample import SAMPLE
from kiosk.paper.sheet import draw_head
from kiosk.trial.commands import test

log = structlog.get_logger(__name__)


class KioskCrashed(BalaiError):
    """The worker ended by itself; what stands in the log says why."""

    code = "kiosk_crashed"


_config = partial(
    click.option, "--config", "config_path", type=click.Path(path_type=Path), help=say("option.kiosk.config")
)


@click.group(invoke_without_command=True, help=help_of("command.kiosk"))
@_config()
@click.option("--clock", "clock_spec", default="system", envvar="BALAI_CLOCK", help=say("option.rehearsal"))
@check_options
@click.pass_context
def kiosk(
    context: click.Context, config_path: Path | None, clock_spec: str, *, check: bool, as_json: bool
) -> None:
    """Run until SIGTERM or SIGINT; exits with every fault if it cannot start (see the shell's exit codes)."""
    if context.invoked_subcommand is not None:
        return
    if config_path is None:
        raise click.MissingParameter(ctx=context, param_hint="'--config'", param_type="option")
    configure_device_logs()
    if check:
        from kiosk.check import findings

        raise SystemExit(show(findings(config_path, clock_spec), as_json=as_json))
    with running("kiosk") as shell:
        config, clock = load_kiosk_config(config_path), parse_clock(clock_spec)
        shell.claim(config_path)
        # A font that is missing is found now, and not when the first visitor waits for a ticket.
        draw_paper(SAMPLE, config.printer.profile.width_dots)
        _stay(shell, config, config_path, clock)
        log.info("kiosk_ends")


def _stay(shell: Shell, config: KioskConfig, path: Path, clock: Clock) -> None:
    """Work until the program ends, after it was let in."""
    take_short_turns()
    share_memory()
    if not config.hub.token:
        from kiosk.admission import admitted  # a kiosk that is in needs none of it

        config = admitted(shell, config, KeptFiles.of(path, config.hub.kept))
    if not shell.ended.is_set():
        stay = start(shell, config, clock)
        stay()


kiosk.add_command(test)


@kiosk.command(name="export", help=help_of("command.kiosk_export"))
@_config()
@click.option("--journal", type=click.Path(path_type=Path), help=say("option.kiosk.journal"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_journal(config_path: Path | None, journal: Path | None, file: Path) -> None:
    """`balai kiosk export`."""
    from kiosk.journal.export import export  # a kiosk that gives numbers needs none

    if journal is None and config_path is None:
        raise click.MissingParameter(param_hint="'--journal'", param_type="option")
    with plain_errors():
        folder = journal or load_kiosk_config(config_path or Path()).journal.folder
        assert folder is not None  # since it was read
        count, missing, whole = export(folder, file)
    click.echo(say("kiosk_export.wrote", count=count, file=file, missing=missing))
    if not whole:
        click.echo(say("kiosk_export.damaged"))


def start(shell: Shell, config: KioskConfig, clock: Clock) -> Callable[[], object]:
    """Put a kiosk to work; what the main thread is to do until it ends. Raises BalaiError if it cannot start;
    ends the shell if its worker crashes."""
    parts = shell.parts
    profile = config.printer.profile
    printer = open_printer(config.printer.url, profile=profile)
    parts.callback(printer.close)
    link = LiveHubLink(
        config.hub.url, config.hub.token or "", clock, channel=config.channel, ca=config.hub.ca
    )
    link.restart = shell.restart
    folder = config.journal.folder
    assert folder is not None  # since it was read
    journal, hub_time = _journal(folder, clock)
    parts.callback(journal.close)
    if journal.doubtful or journal.interrupted:
        printer.broke_off()
    opened = open_front(parts, config, clock, hub_time.now)
    reporter = Reporter(link, clock)

    def tell(status: DeviceStatus) -> None:
        reporter.tell(status)
        shell.status(status.detail)

    printing, marking, looking = ThreadLane("printer"), ThreadLane("ticket-marks"), ThreadLane("codes")
    handover = HandOver(
        link,
        journal,
        hub_time,
        clock,
        opened.front.services,
        channel=config.channel,
        changed=lambda: controller.post(Wake()),
        restored=lambda: controller.post(HubOfBefore()),
    )
    controller = Controller(
        opened.front,
        printer,
        Lanes(printing, marking, looking),
        KioskNumbers(link, journal, hub_time, shell.ended.wait),
        link,
        link,
        link,
        clock,
        Kept(
            journal,
            hub_time,
            handover,
            RollBook(folder / "roll.json", config.printer.roll, profile.dots_per_mm),
            partial(look_at, folder),
        ),
        draw=_drawing(config.printer),
        head=_heads(config.printer),
        vouchers=config.printer.vouchers,
        scanner=opened.scanner,
        tell=tell,
        beat=shell.beat,
    )
    for lane in (printing, marking, looking):
        lane.start()
    _start(shell, link, reporter, handover, controller)
    if opened.tells_waits:
        waits = Waits(link, controller.post)
        parts.callback(waits.stop)
        waits.start()
    opened.begin()
    shell.ready(virtual=_window(shell, config, opened, printer, controller))
    return partial(opened.stay, shell.ended)


def _drawing(printer: PrinterSettings) -> Callable[[Paper], Drawn]:
    """What makes a paper printable."""
    if printer.mode == "text":
        # Where tickets are pictures the printer's letters are of no use.
        from hardware.printers.escpos_text import columns
        from kiosk.paper.text_slip import text_slip

        return partial(text_slip, columns=columns(printer.profile))
    profile = printer.profile
    return partial(strips, width_dots=profile.width_dots, native=profile.native_qr)


def _heads(printer: PrinterSettings) -> Callable[[DeviceView], Image] | None:
    """What makes that which stands on top of each ticket."""
    width = printer.profile.width_dots
    return (
        None if printer.mode == "text" else lambda view: draw_head(view.hall.name, view.hall.regency, width)
    )


def _journal(folder: Path, clock: Clock) -> tuple[Journal, HubTime]:
    journal = Journal(folder)
    return journal, HubTime(clock, boot_of(clock), journal.kit.heard)


def _start(
    shell: Shell, link: HubLink, reporter: Reporter, handover: HandOver, controller: Controller
) -> None:
    """Start the threads; they are ended in reverse."""
    parts = shell.parts
    worker = _thread("worker", lambda: _run(controller, shell))
    parts.callback(worker.join, 0.3)
    parts.callback(controller.post, Stop())
    parts.callback(handover.stop)
    parts.callback(reporter.stop)
    parts.callback(link.stop)
    worker.start()
    reporter.start()
    handover.start()
    link.start()
    _thread("news", lambda: _pass_on(link, controller)).start()


def _run(controller: Controller, shell: Shell) -> None:
    try:
        controller.run()
    except Exception:
        # A kiosk without its worker would look well and do nothing: end, to be started anew.
        log.exception("worker_crashed")
        shell.crash(KioskCrashed(say("error.kiosk_crashed")))


def _pass_on(link: HubLink, controller: Controller) -> None:
    while True:
        controller.post(link.events.get())


def _thread(name: str, work: Callable[[], None]) -> threading.Thread:
    return threading.Thread(target=work, name=name, daemon=True)


def _window(
    shell: Shell, config: KioskConfig, opened: Opened, printer: ReceiptPrinter, controller: Controller
) -> str | None:
    """Open the window to virtual parts if there are any; its address."""
    if not config.has_virtual_parts:
        return None
    # Only a rehearsal needs an HTTP server; a kiosk with real parts shall not load one.
    from kiosk.window import open_window

    window = open_window(config, opened.show, printer, controller)
    shell.parts.callback(window.stop)
    window.start()
    return window.url

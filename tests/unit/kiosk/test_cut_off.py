"""A kiosk that loses its hub: numbers of its own, kept before paper, handed over when the hub is back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from balai.clock import ManualClock
from balai.protocol.devices.cut_off import AdoptedVisit, AdoptVisit, HeldBlock, OfflineFacts
from hardware.ports import HubUnavailable, LinkDown, LinkUp
from kiosk.flow.handover import HandOver
from kiosk.flow.papers.handing_out import WORD_SECONDS
from kiosk.flow.ports import Choice
from kiosk.journal.file import Entry, JournalFault
from kiosk.journal.journal import Journal
from kiosk.journal.records import Paper
from tests.support.clocks import LooseClock
from tests.support.kiosk_fakes import (
    DAY,
    NO_PAPER,
    START,
    WELL,
    AtOnce,
    Bench,
    FakeLink,
    FakePrinter,
    Lost,
    refused,
    snapshot,
)

SILENT = HubUnavailable("no answer")
TODAY = START.date()
BLOCK = HeldBlock(
    series_id="a", prefix="A", first=981, last=984, width=3, stands_until=TODAY + timedelta(days=7)
)


def bench_with_numbers(folder: Path | None = None, **more: object) -> Bench:
    link = FakeLink()
    link.blocks = (BLOCK,)
    return Bench(folder=folder, link=link, **more)  # type: ignore[arg-type]


def lose(bench: Bench) -> None:
    """The hub is gone, and the link has noticed."""
    bench.link.down = True
    bench.kiosk.post(LinkDown(bench.clock.now()))
    bench.work()


def find(bench: Bench) -> None:
    """The hub is back."""
    bench.link.down = False
    bench.kiosk.post(LinkUp())
    bench.work()


def test_a_kiosk_without_its_hub_gives_numbers_of_its_own_and_says_so() -> None:
    bench = bench_with_numbers()
    lose(bench)
    assert bench.modes == ["on", "on", "on"]
    bench.press(2)
    bench.press(3)
    assert bench.printer.printed == ["A-981", "A-982"]
    assert bench.link.asked == [], "a hub that is known to be away is not asked"
    (ticket, _) = bench.tickets
    assert (ticket.ahead, ticket.own) == (None, True)
    assert (bench.status.state, bench.status.counts["not_handed"]) == ("degraded", 2)
    assert bench.status.detail == "Sambungan terputus sejak 10.42. Nomor tetap diberikan dan berlaku."


def test_what_was_given_is_handed_over_in_order_and_then_the_hub_is_asked_again() -> None:
    bench = bench_with_numbers()
    lose(bench)
    bench.press(2)
    bench.pass_time(30)
    bench.press(3)
    bench.pass_time(30)
    find(bench)
    assert [(t.n, t.ordinal, t.service_id, t.abandons) for t in bench.link.adopted] == [
        (1, 981, "akta", None), (2, 982, "ktp", None),
    ]  # fmt: skip
    assert [t.occurred_at for t in bench.link.adopted] == [START, START + timedelta(seconds=30)]
    assert all(t.clock_certain for t in bench.link.adopted)
    bench.press(4)
    assert bench.printer.printed[-1] == "A-001"
    assert (bench.status.state, bench.status.counts["not_handed"]) == ("ok", 0)


def test_a_hub_that_does_not_answer_costs_one_press_its_patience_and_no_other() -> None:
    bench = bench_with_numbers()
    bench.link.down = True
    bench.press(2)
    asked = len(bench.link.asked)
    assert (asked, bench.real) == (1, 0.0), "asked once: a number of its own is at hand"
    before = bench.real
    bench.press(3)
    assert bench.printer.printed == ["A-981", "A-982"]
    assert (len(bench.link.asked), bench.real) == (asked, before), "it is not asked while something waits"
    bench.link.down = False
    bench.work()
    assert str(bench.link.adopted[0].abandons) == bench.link.visit_ids[0]
    assert bench.link.adopted[1].abandons is None


def test_the_hubs_no_is_an_answer() -> None:
    bench = bench_with_numbers()
    bench.link.answers = [refused()]
    bench.press(2)
    assert bench.printer.printed == []
    assert bench.journal.backlog == ()


def test_hours_and_quotas_hold_as_far_as_they_are_known() -> None:
    link = FakeLink()
    link.blocks, link.left = (BLOCK,), 2
    opens = int((START - timedelta(hours=1)).timestamp())
    link.hours = (((opens, opens + 7200),),)
    bench = Bench(link=link)
    lose(bench)
    for pin in (2, 2, 2, 3):
        bench.press(pin)
        bench.pass_time(4)
    assert bench.printer.printed == ["A-981", "A-982", "A-983"], "two of one service, one of another"
    assert bench.modes[0] == "off"
    bench.pass_time(3600)
    assert bench.modes == ["off", "off", "off"], "it has closed"


def test_a_block_that_is_used_up_gives_nobody_a_number_twice() -> None:
    bench = bench_with_numbers()
    lose(bench)
    for _ in range(6):
        bench.press(2)
        bench.pass_time(4)
    assert bench.printer.printed == [f"A-{n}" for n in range(981, 985)]
    assert bench.modes == ["off", "off", "off"]


def test_a_morning_without_a_hub_has_numbers_again(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    bench.press(2)
    bench.pass_time(86_400)
    for _ in range(4):
        bench.press(2)
        bench.pass_time(4)
    assert bench.printer.printed[1:] == [*(f"A-{n}" for n in range(982, 985)), "A-981"]
    bench.pass_time(8 * 86_400)
    assert bench.modes == ["off", "off", "off"], "after a week nobody holds them for it"


def test_a_start_without_a_hub_gives_numbers_and_none_of_those_that_it_gave(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    bench.press(2)
    link, clock = bench.link, bench.clock
    bench.journal.close()
    again = Bench(folder=tmp_path, link=link, clock=clock, linked=False, boot="boot-2")
    assert again.modes == ["on", "on", "on"]
    again.press(2)
    assert again.printer.printed == ["A-982"]
    assert not again.tickets[0].certain, "this start of the machine has not heard the hub"


def test_a_clock_reset_to_1970_sends_nobody_away_and_passes_nobody(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    bench.press(2)
    bench.journal.close()
    clock = LooseClock(datetime(1970, 1, 1, tzinfo=UTC))
    link = bench.link
    again = Bench(folder=tmp_path, link=link, clock=clock, linked=False, boot="boot-2")
    again.press(2)
    assert again.printer.printed == ["A-982"]
    clock.advance(600)
    clock.jump(seconds=(START + timedelta(hours=1) - clock.now()).total_seconds())
    link.down = False
    link.now = clock.now
    find(again)
    first, second = link.adopted
    assert (first.clock_certain, first.occurred_at) == (True, START)
    assert (second.clock_certain, second.occurred_at) == (True, START + timedelta(minutes=50)), (
        "counted back from the moment at which the hub was heard"
    )


def test_a_ticket_begins_before_its_number_is_known_only_where_one_will_surely_be_given() -> None:
    bench, without = bench_with_numbers(heads=True), Bench(heads=True)
    bench.press(2)
    assert (bench.printer.begun, bench.printer.left, bench.printer.printed) == (1, 0, ["A-001"])
    without.press(2)
    assert (without.printer.begun, without.printer.printed) == (0, ["A-001"])
    lose(bench)
    bench.press(3)
    assert bench.printer.begun == 1, "a number of its own is there at once"
    find(bench)
    bench.printer.now = NO_PAPER
    bench.press(4)
    assert bench.printer.begun == 1


def test_a_head_without_a_number_says_why_there_is_none() -> None:
    bench = bench_with_numbers(heads=True)
    bench.link.answers = [refused()]
    bench.press(2)
    assert (bench.printer.begun, bench.printer.left, bench.printer.printed) == (1, 1, [])
    (notice,) = bench.notices
    assert notice.what


# The table of steps from the press to the paper: the power goes right after each.


def restarted(
    tmp_path: Path,
    link: FakeLink,
    clock: ManualClock | LooseClock,
    printer: FakePrinter | None = None,
    boot: str = "boot-2",
    *,
    linked: bool = True,
) -> Bench:
    bench = Bench(folder=tmp_path, link=link, clock=clock, printer=printer, boot=boot, linked=linked)
    bench.work()
    return bench


class PowerGoneError(BaseException):
    """The power is gone: nothing after this runs."""


def power_goes(bench: Bench, where: object, name: str, *, after: bool) -> None:
    """Press, and lose the power before or after a step is on the disk."""
    real = getattr(where, name)

    def cut(*args: object, **more: object) -> None:
        if after:
            real(*args, **more)
        raise PowerGoneError

    setattr(where, name, cut)
    with pytest.raises(PowerGoneError):
        bench.press(2)
    setattr(where, name, real)
    bench.journal.close()


@pytest.mark.parametrize(
    ("name", "after", "printed", "adopted", "voided"),
    [
        ("press", False, 0, 0, 0),
        ("press", True, 0, 0, 1),
        ("take", False, 0, 0, 1),
        ("take", True, 0, 1, 0),
        ("printing", False, 0, 1, 0),
        ("printing", True, 0, 1, 0),
    ],
)
def test_power_that_goes_at_a_step_loses_no_number_and_prints_none_twice(
    tmp_path: Path, name: str, printed: int, adopted: int, voided: int, *, after: bool
) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    power_goes(bench, bench.journal, name, after=after)
    again = restarted(tmp_path, bench.link, bench.clock)
    find(again)
    found = (len(again.printer.printed), len(again.link.adopted), len(again.link.voided))
    assert found == (printed, adopted, voided)
    assert all(t.printed == ("yes" if printed else "unknown") for t in again.link.adopted)


def test_power_that_goes_with_the_paper_out_is_told_as_not_certain(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    power_goes(bench, bench.journal, "printed", after=False)
    assert bench.printer.printed == ["A-981"]
    again = restarted(tmp_path, bench.link, bench.clock)
    find(again)
    assert again.printer.printed == [], "never again by itself"
    assert [t.printed for t in again.link.adopted] == ["unknown"]


def test_a_ticket_that_is_owed_is_in_the_language_of_its_visitor(tmp_path: Path) -> None:
    bench = Bench(folder=tmp_path)
    bench.printer.now = NO_PAPER
    for language in ("en", "id", None):
        bench.kiosk.post(Choice("akta", "screen", language=language))
    bench.work()
    bench.journal.close()
    again = restarted(tmp_path, bench.link, bench.clock, FakePrinter(WELL))
    assert [ticket.language for ticket in again.tickets] == ["en", "id", "id"]
    assert [wish.service_id for wish in bench.link.wishes] == ["akta"] * 3


@pytest.mark.parametrize("linked", [True, False])
def test_tickets_that_are_owed_are_printed_after_a_start(tmp_path: Path, *, linked: bool) -> None:
    bench = bench_with_numbers(tmp_path)
    bench.printer.now = NO_PAPER
    bench.press(2, 3)
    assert bench.kiosk.pending_numbers == ["A-001", "A-002"]
    bench.journal.close()
    printer = FakePrinter(WELL)
    again = restarted(tmp_path, bench.link, bench.clock, printer, linked=linked)
    if not linked:  # the hub may say which day it is
        assert (printer.printed, again.kiosk.pending_numbers) == ([], ["A-001", "A-002"])
        assert again.status.counts["pending"] == 2
        again.pass_time(WORD_SECONDS)
    assert printer.printed == ["A-001", "A-002"]
    assert again.kiosk.pending_numbers == []


@pytest.mark.parametrize("boot", ["boot-1", "boot-2"])
@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("hours", [1, 20])
def test_what_is_owed_since_yesterday_or_for_long_does_not_come_out_after_a_start(
    tmp_path: Path, hours: int, boot: str, *, linked: bool
) -> None:
    bench = bench_with_numbers(tmp_path)
    bench.printer.now = NO_PAPER
    bench.press(2)
    bench.journal.close()
    bench.clock.advance(hours * 3600)
    printer = FakePrinter(WELL)
    again = restarted(tmp_path, bench.link, bench.clock, printer, boot, linked=linked)
    again.pass_time(WORD_SECONDS)
    assert (printer.printed, again.status.counts["given_up"]) == ([], 1)


def test_what_is_owed_is_printed_by_a_kiosk_that_has_forgotten_its_hall_when_it_hears_of_it(
    tmp_path: Path,
) -> None:
    bench = bench_with_numbers(tmp_path)
    bench.printer.now = NO_PAPER
    bench.press(2)
    bench.journal.close()
    (tmp_path / "kit.json").write_text("{")
    printer = FakePrinter(WELL)
    again = restarted(tmp_path, bench.link, bench.clock, printer, linked=False)
    again.pass_time(60.0)
    assert (printer.printed, again.kiosk.pending_numbers) == ([], ["A-001"])
    find(again)
    again.kiosk.post(snapshot())
    again.work()
    assert printer.printed == ["A-001"]


def test_a_disk_that_takes_nothing_gives_no_number_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = bench_with_numbers(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.journal.file.os.fsync", full)
        bench.press(2)
        assert bench.printer.printed == []
        assert bench.link.asked == []
        assert (bench.status.state, bench.status.faults[0].code) == ("fault", "journal_full")
        assert bench.modes == ["off", "off", "off"]
    bench.pass_time(6)
    assert bench.status.state == "ok"
    bench.press(2)
    assert bench.printer.printed == ["A-001"]


def test_a_number_that_the_disk_does_not_take_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = bench_with_numbers(tmp_path)
    append = bench.journal._file.append

    def full(*entries: Entry) -> None:
        if any(entry["kind"] == "numbered" for entry in entries):
            raise JournalFault("No space left on device", code="journal_full")
        append(*entries)

    monkeypatch.setattr(bench.journal._file, "append", full)
    bench.press(2)
    bench.pass_time(6)
    assert (bench.printer.printed, bench.link.voided) == ([], [bench.link.visit_ids[0]])


def test_a_damaged_journal_is_set_aside_and_named_and_a_new_chain_begins(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    bench.press(2)
    chain = bench.journal.chain
    bench.journal.close()
    file = tmp_path / "journal.jsonl"
    file.write_bytes(file.read_bytes().replace(b"A-981", b"A-984"))
    again = restarted(tmp_path, bench.link, bench.clock)
    assert again.journal.chain != chain
    assert (tmp_path / "journal-damaged-1.jsonl").exists()
    assert again.status.faults[0].code == "journal_damaged"


def test_a_torn_last_line_is_no_entry(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    bench.press(2)
    bench.journal.close()
    file = tmp_path / "journal.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-9])
    journal = Journal(tmp_path)
    assert not journal.damaged
    assert [record.paper for record in journal.backlog] == [Paper.GIVEN_UP], "begun, and nobody knows"
    journal.close()


def test_a_hub_of_before_is_brought_everything_again() -> None:
    bench = bench_with_numbers()
    bench.press(2)
    lose(bench)
    bench.press(3)
    find(bench)
    assert [t.n for t in bench.link.adopted] == [2]
    bench.link.adopted, bench.link.last_n = [], 0
    bench.press(4)
    assert bench.printer.printed[-1] == "A-982", "asked for a number, it says that it lost something"
    bench.work()
    assert [(t.n, t.own, t.ordinal) for t in bench.link.adopted] == [
        (1, False, 1), (2, True, 981), (3, True, 982),
    ]  # fmt: skip


def test_a_number_that_is_given_while_the_hub_says_what_it_knows_makes_it_no_hub_of_before() -> None:
    bench = bench_with_numbers()
    bench.press(2)
    answers = bench.link.offline_facts

    def meanwhile(services: tuple[str, ...]) -> OfflineFacts:
        """The hub has said what it knows of the chain; a visitor presses before the rest is heard."""
        bench.link.offline_facts = answers  # type: ignore[method-assign]
        bench.front.press(3)
        while bench.kiosk.waiting:
            assert bench.kiosk.step()
        return answers(services)

    bench.link.offline_facts = meanwhile  # type: ignore[method-assign]
    bench.kiosk.post(snapshot())
    bench.work()
    assert bench.printer.printed == ["A-001", "A-002"]
    assert (bench.link.adopted, bench.link.voided) == ([], []), "the hub has lost nothing"


def test_a_hub_of_before_that_has_what_was_asked_hears_again_what_became_of_it() -> None:
    bench = bench_with_numbers()
    bench.link.answers = [Lost(SILENT)]
    bench.press(2)
    bench.pass_time(4)
    (given,) = bench.link.adopted
    bench.link.adopted, bench.link.seq = [], 6
    bench.kiosk.post(snapshot())
    bench.work()
    assert [(t.n, t.ordinal, t.abandons) for t in bench.link.adopted] == [(1, 981, given.abandons)]
    assert str(given.abandons) == bench.link.visit_ids[0]


def test_a_hub_of_before_hears_again_what_nobody_got() -> None:
    bench = Bench()
    bench.link.answers = [Lost(SILENT)] + [SILENT] * 20
    bench.press(2)
    bench.link.answers.clear()
    bench.pass_time(4)
    asked = bench.link.visit_ids[0]
    assert bench.link.voided == [asked]
    bench.link.voided.clear()
    bench.link.seq = 6
    bench.kiosk.post(snapshot())
    bench.work()
    assert asked in bench.link.voided


def test_a_hub_of_before_hears_again_of_papers_that_nobody_knows_of(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    bench.printer.certainty = "unknown"
    bench.press(2)
    told = bench.link.marked[:]
    assert [printed for _, printed in told] == [None]
    bench.link.marked.clear()
    bench.link.seq = 6
    bench.kiosk.post(snapshot())
    bench.work()
    assert bench.link.marked == told


def test_a_hub_of_before_hears_again_which_tickets_are_missing_and_which_came_after_all() -> None:
    bench = bench_with_numbers()
    bench.printer.now = NO_PAPER
    bench.press(2, 3)
    bench.pass_time(4)
    told = bench.link.marked[:]
    assert [printed for _, printed in told] == [False, False]
    _restore(bench)
    assert bench.link.marked == told
    bench.printer.now = WELL
    bench.pass_time(4)
    assert bench.printer.printed == ["A-001", "A-002"]
    assert sorted(bench.link.marked[2:]) == sorted((visit_id, True) for visit_id, _ in told)
    _restore(bench)
    assert sorted(bench.link.marked) == sorted((visit_id, True) for visit_id, _ in told)


def _restore(bench: Bench) -> None:
    """The hub is put back to a copy that lacks what it was told last."""
    bench.link.marked.clear()
    bench.link.seq -= 3
    bench.kiosk.post(snapshot())
    bench.work()
    bench.pass_time(1)


def test_a_hub_of_before_that_is_lost_again_is_brought_the_rest_later() -> None:
    bench = bench_with_numbers()
    for pin in (2, 3, 4):
        bench.press(pin)
    bench.link.last_n = 0
    adopt, brought = bench.link.adopt, list[AdoptVisit]()

    def one_only(ticket: AdoptVisit) -> AdoptedVisit:
        if brought:
            raise SILENT
        brought.append(ticket)
        return adopt(ticket)

    bench.link.adopt = one_only  # type: ignore[method-assign]
    bench.kiosk.post(snapshot())
    bench.work()
    assert [t.n for t in bench.link.adopted] == [1]
    bench.link.adopt = adopt  # type: ignore[method-assign]
    bench.work()
    assert [t.n for t in bench.link.adopted] == [1, 2, 3]


def test_only_what_is_still_its_own_is_claimed_back() -> None:
    bench = bench_with_numbers()
    passing = BLOCK.model_copy(update={"first": 970, "last": 975, "stands_until": None})
    bench.link.blocks = (BLOCK, passing)
    bench.kiosk.post(snapshot())
    bench.work()
    bench.pass_time(601)
    assert [(block.first, block.last) for block in bench.link.claimed] == [(981, 984), (970, 975)]
    bench.link.day = "2026-04-15"
    bench.pass_time(86_400)
    assert [(block.first, block.last) for block in bench.link.claimed] == [(981, 984)]


def test_a_ticket_that_the_hub_declines_stays_and_is_named() -> None:
    bench = bench_with_numbers()
    lose(bench)
    bench.press(2)
    adopt = bench.link.adopt

    def declines(_ticket: object) -> None:
        raise refused("service_unknown")

    bench.link.adopt = declines  # type: ignore[method-assign, assignment]
    find(bench)
    bench.link.adopt = adopt  # type: ignore[method-assign]
    assert bench.status.counts["declined"] == 1
    assert bench.status.faults[0].code == "tickets_declined"
    bench.press(3)
    assert bench.printer.printed[-1] == "A-001"


def test_the_journal_begins_a_new_file_when_all_is_settled_and_forgets_no_number(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    bench.press(2)
    find(bench)
    bench.pass_time(86_400)
    bench.link.day = "2026-04-15"
    bench.pass_time(601)
    assert len((tmp_path / "journal.jsonl").read_text("utf-8").splitlines()) == 1
    lose(bench)
    bench.pass_time(4)
    bench.press(2)
    assert bench.printer.printed == ["A-981", "A-982"]
    assert bench.journal.used == {"A-981": DAY, "A-982": "2026-04-15"}


def test_a_guards_kiosk_brings_its_numbers_as_given_with_help(tmp_path: Path) -> None:
    bench = bench_with_numbers(tmp_path)
    lose(bench)
    bench.press(2)
    bench.link.down = False
    handover = HandOver(
        bench.link, bench.journal, bench.hub_time, bench.clock, frozenset(), channel="assisted",
        deadline=AtOnce(),
    )  # fmt: skip
    handover.hear(linked=True)
    assert handover.step()
    assert [ticket.channel for ticket in bench.link.adopted] == ["assisted"]

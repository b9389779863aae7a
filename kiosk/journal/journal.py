"""The journal of a kiosk: each press with what became of it, on the disk before anybody goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog

from balai.files import sync_folder
from kiosk.journal.file import JournalFault, JournalFile
from kiosk.journal.hub_time import HubTime
from kiosk.journal.kit import Kit, read_kit, write_kit
from kiosk.journal.records import Paper, Record, Records, after, begun

#: So many files of earlier days are kept.
KEPT_FILES = 7

log = structlog.get_logger(__name__)


class Journal:
    """Any thread may use it. What changes it raises JournalFault where the disk does not take it, and then
    nothing has changed."""

    def __init__(self, folder: Path, new_id: Callable[[], str] = lambda: str(uuid4())) -> None:
        """Reads what is there; `damaged` says whether something had to be set aside."""
        self._folder, self._new_id = folder, new_id
        self._lock = threading.RLock()
        self._file = JournalFile(folder / "journal.jsonl")
        self._in_flight: int | None = None
        self.damaged = self.full = False
        self.kit = read_kit(folder / "kit.json")
        self._begun = False
        self._records = self._read()
        #: Tickets that were begun before this start and not said to be over: nobody knows of their paper.
        self.doubtful = {r.ticket_id for r in self._records.unsettled.values() if r.paper is Paper.BEGUN}
        #: Whether a press was at work when the program before this one ended: a head may hang out.
        self.interrupted = any(r.open and r.answer is None for r in self._records.unsettled.values())
        for record in tuple(self._records.unsettled.values()):
            # The hub is told with what it is brought; of others by a mark, and until then they stay.
            if record.paper is Paper.BEGUN and record.open:
                with suppress(JournalFault):
                    self._put({"kind": "given_up", "n": record.n})

    @property
    def chain(self) -> str:
        """The chain's id."""
        return self._records.chain

    @property
    def backlog(self) -> tuple[Record, ...]:
        """The presses that the hub lacks something of, first first, but for the one at work."""
        with self._lock:
            found = (r for r in self._records.unsettled.values() if r.open and r.n != self._in_flight)
            return tuple(sorted(found, key=lambda record: record.n))

    @property
    def owed(self) -> tuple[Record, ...]:
        """The presses whose tickets are still to be printed."""
        with self._lock:
            found = (record for record in self._records.unsettled.values() if record.is_owed)
            return tuple(sorted(found, key=lambda record: record.n))

    @property
    def used(self) -> Mapping[str, str]:
        """On which day each own number was used last."""
        return self._records.used

    def declined(self, day: str | None) -> int:
        """How many tickets the hub did not take on a day: somebody has to see to them."""
        return self._records.declined if self._records.declined_on == day else 0

    def keep(self, kit: Kit) -> None:
        """Know the hall anew. A disk that does not take it costs only the next start."""
        with self._lock:
            self.kit = kit
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                write_kit(self._folder / "kit.json", kit)
            except OSError as fault:
                log.warning("kit_not_kept", reason=fault.strerror)

    def press(self, choice: Mapping[str, Any], time: HubTime, day: date, *, asked: bool) -> Record:
        """A press begins; the hub may be asked when this returns."""
        with self._lock:
            n = self._records.last_n + 1
            self._put({
                "kind": "pressed", "n": n, "visit_id": self._new_id(), "request_id": self._new_id(),
                "choice": dict(choice), "at": time.now().isoformat(), "certain": time.certain,
                "boot": time.boot, "ticks": time.ticks, "day": day.isoformat(), "asked": asked,
            })  # fmt: skip
            self._in_flight = n
            return self._records.unsettled[n]

    def numbered(self, record: Record, answer: Mapping[str, Any], *, printing: bool = False) -> None:
        """The hub gave a number. `printing`: the first byte of its ticket goes out when this returns."""
        self._end({"kind": "numbered", "n": record.n, "answer": dict(answer)}, printing=printing)

    def refused(self, record: Record) -> None:
        """The hub, or what is known of the hall, said no."""
        self._end({"kind": "refused", "n": record.n})

    def take(
        self, record: Record, number: Mapping[str, Any], answer: Mapping[str, Any], day: date, *,
        printing: bool = False,
    ) -> None:  # fmt: skip
        """A number of the kiosk's own is given. `printing`: the first byte of its ticket goes out when this
        returns."""
        self._end({
            "kind": "taken", "n": record.n, "number": dict(number), "answer": dict(answer),
            "own_id": answer["visit_id"], "day": day.isoformat(),
        }, printing=printing)  # fmt: skip

    def unanswered(self, record: Record) -> None:
        """Nobody gave a number: whatever comes of the press is to be voided."""
        self._in_flight = None

    def printing(self, ticket_id: str) -> None:
        """The first byte of a ticket goes out when this returns."""
        self._paper(ticket_id, {"kind": "printing"})

    def printed(self, ticket_id: str) -> None:
        """A ticket is on paper."""
        self._paper(ticket_id, {"kind": "printed"})

    def failed(self, ticket_id: str, *, cut_short: bool) -> None:
        """A ticket is not on paper, or not whole (`cut_short`)."""
        self._paper(ticket_id, {"kind": "failed", "cut_short": cut_short})

    def given_up(self, ticket_id: str) -> None:
        """A ticket is printed no more."""
        self._paper(ticket_id, {"kind": "given_up"})

    def told(self, ticket_id: str) -> None:
        """The hub knows that nobody knows of the paper of a ticket."""
        with self._lock, suppress(JournalFault):
            if ticket_id in self.doubtful:
                self.given_up(ticket_id)
                self.doubtful.discard(ticket_id)
            self._put({"kind": "told", "ticket_id": ticket_id})

    @property
    def unsure(self) -> tuple[str, ...]:
        """The tickets of whose paper the hub was told that nobody knows of it."""
        with self._lock:
            entries = JournalFile(self._file.path).read()
            return tuple(dict.fromkeys(entry["ticket_id"] for entry in entries if entry["kind"] == "told"))

    def handed(self, record: Record, day: str) -> None:
        """The hub has it, in its log of a day."""
        with self._lock:
            self._put({"kind": "handed", "n": record.n, "day": day})

    def decline(self, record: Record, code: str, day: date) -> None:
        """The hub does not take it; it stays in the file."""
        with self._lock:
            self._put({"kind": "declined", "n": record.n, "code": code, "day": day.isoformat()})

    def acked(self, day: str) -> int:
        """The last place in the chain that the hub has said to have in its log of a day; 0 where it has
        none."""
        on, n = self.acked_last
        return n if on == day else 0

    @property
    def acked_last(self) -> tuple[str, int]:
        """The last place in the chain that the hub has said to have, and in its log of which day."""
        with self._lock:
            return self._records.acked

    def lost_by(self, n: int, day: str) -> tuple[Record, ...]:
        """What a hub lacks, or may lack, that has lost what it knew of a day after the `n`th press: whatever
        was given later; and of earlier presses what it was brought afterwards, numbers of the kiosk's own and
        what was asked for in vain."""
        with self._lock:
            records, found = Records(), dict[int, Record]()
            for entry in JournalFile(self._file.path).read():
                records = after(records, entry)
                record = records.unsettled.get(entry.get("n", 0))
                if record is not None and record.day == day:
                    found[record.n] = record
                if entry["kind"] in ("declined", "refused"):
                    found.pop(entry["n"], None)
            lost = (one for one in found.values() if one.is_brought or (one.answer is not None and one.n > n))
            return tuple(sorted(lost, key=lambda record: record.n))

    def roll(self, today: str) -> None:
        """Begin a new file where nothing is unsettled and the hub was brought nothing `today`, so that one of
        before can be brought all of it again; files of the last days are kept."""
        with self._lock:
            if self._records.unsettled or not "" < self._records.acked[0] < today:
                return
            self._renew(self._records.chain, self._records, f"journal-{self._records.last_n:09d}.jsonl")
            for old in sorted(self._folder.glob("journal-[0-9]*.jsonl"))[:-KEPT_FILES]:
                old.unlink(missing_ok=True)

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._file.close()

    def _end(self, entry: dict[str, Any], *, printing: bool = False) -> None:
        with self._lock:
            # What the disk does not take is over as well: the hub is to take back what it gave.
            self._in_flight = None
            self._put(entry, *([{"kind": "printing", "n": entry["n"]}] if printing else ()))

    def _paper(self, ticket_id: str, entry: dict[str, Any]) -> None:
        with self._lock:
            found = (r for r in self._records.unsettled.values() if r.ticket_id == ticket_id)
            record = next(found, None)
            begun = entry["kind"] == "printing" and record is not None and record.paper is Paper.BEGUN
            if record is not None and not begun:
                self._put({**entry, "n": record.n})

    def look(self) -> None:
        """Whether the disk takes something again, where it did not."""
        with self._lock, suppress(JournalFault):
            self._put({"kind": "looked"})

    def _put(self, *entries: dict[str, Any]) -> None:
        try:
            if not self._begun:
                self._file.append(begun(self._records.chain, self._records))
                self._begun = True
            self._file.append(*entries)
        except JournalFault as fault:
            if not self.full:
                log.error("journal_full", why=str(fault), effect="no number is given")  # noqa: TRY400  # no fault of the program
            self.full = True
            raise
        self.full = False
        for entry in entries:
            self._records = after(self._records, entry)

    def _read(self) -> Records:
        fresh = self._file.path.with_suffix(".new")
        if fresh.exists() and not self._file.path.exists():
            fresh.replace(self._file.path)
        records = Records()
        try:
            for entry in self._file.read():
                records = after(records, entry)
        except JournalFault as fault:
            if fault.code != "journal_damaged":
                self.full = True
                return Records(uuid4().hex)
            effect = "it is set aside, and a new chain begins"
            log.error("journal_damaged", why=str(fault), effect=effect)  # noqa: TRY400  # no fault of the program
            self.damaged, records = True, Records()
            self._file.path.replace(self._unused("journal-damaged"))
            self._file = JournalFile(self._file.path)
        self._begun = bool(records.chain)
        return records if records.chain else Records(uuid4().hex)

    def _unused(self, name: str) -> Path:
        paths = (self._folder / f"{name}-{count}.jsonl" for count in range(1, 10_000))
        return next(path for path in paths if not path.exists())

    def _renew(self, chain: str, records: Records, kept_as: str) -> None:
        fresh = JournalFile(self._file.path.with_suffix(".new"))
        fresh.path.unlink(missing_ok=True)
        fresh.append(begun(chain, records))
        fresh.close()
        self._file.close()
        self._file.path.replace(self._folder / kept_as)
        fresh.path.replace(self._file.path)
        sync_folder(self._folder)
        self._file = JournalFile(self._file.path)
        self._records = Records()
        for entry in self._file.read():
            self._records = after(self._records, entry)

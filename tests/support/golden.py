"""The scripted day behind the golden examples of the wire, and their text.

`python -m tests.support.golden` writes them anew; do that only where the protocol is meant to change.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.hall.config import HallConfig, Rules
from balai.protocol.pushes import Heartbeat
from balai.protocol.rooms import RoomKey
from server.views.catalogue import catalogue_of
from server.views.room import RoomHeads
from server.views.room_kinds import AUDIENCES
from server.views.views import queues, snapshot_of
from tests.support.days import DayDriver, small_hall

FOLDER = Path(__file__).resolve().parents[1] / "contract" / "live" / "golden"


def visit(number: int) -> str:
    """The id of a scripted visit."""
    return f"5b1c0000-0000-4000-8000-{number:012d}"


def leg(number: int, part: int = 1) -> str:
    """The id of a scripted visit's leg."""
    return f"{visit(number)}.{part}"


def first_come_hall() -> HallConfig:
    """The small hall under the plainest rule: the script says who is called when."""
    return replace(small_hall(), rules=Rules("first_come"))


def scripted_day() -> DayDriver:
    """A short morning on which everything happens that anybody may hear of."""
    driver = DayDriver(first_come_hall())
    budi, sari = "staff:a1", "staff:a2"
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=budi))
    for number, (service, priority) in enumerate(
        [("ktp", "regular"), ("kk", "priority"), ("pajak", "regular"), ("ktp", "regular"), ("kk", "regular")],
        1,
    ):
        driver.do(
            c.IssueVisit(
                visit_id=visit(number),
                service_id=service,
                priority_class=priority,
                actor="device:kiosk-1",
            )
        )
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=budi))
    driver.do(c.Recall(counter_id="l1", leg_id=leg(1), actor=budi), after=20)
    driver.do(c.Start(counter_id="l1", leg_id=leg(1), actor=budi))
    driver.do(c.CallNext(counter_id="l1", finishes=leg(1), actor=budi), after=120)
    driver.do(c.Start(counter_id="l1", leg_id=leg(2), presumed=True), after=60)
    driver.do(c.Park(counter_id="l1", leg_id=leg(2), actor=budi), after=30)
    driver.do(c.ReturnLeg(leg_id=leg(2), actor=budi), after=60)
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=budi))
    driver.do(c.Transfer(counter_id="l1", leg_id=leg(2), service_id="pajak", actor=budi), after=90)
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=budi))
    driver.do(c.Miss(counter_id="l1", leg_id=leg(4), actor=budi), after=75)
    driver.do(c.PauseCounter(counter_id="l1", until=driver.now + timedelta(minutes=15), actor=budi))
    driver.do(c.ResumeCounter(counter_id="l1", actor=budi), after=600)
    driver.do(c.CloseCounter(counter_id="l1", actor=budi))
    driver.do(c.CancelVisit(visit_id=visit(5), actor="device:kiosk-1"))
    driver.do(c.OpenCounter(counter_id="l3", session_id="s2", actor=sari))
    driver.do(c.CallNext(counter_id="l3", finishes=None, actor=sari))
    driver.do(c.ReserveNumbers(series_id="a", count=5, actor="device:kiosk-1"))
    driver.do(c.ChangeConfiguration(config=_gentler(driver.day.config), actor=budi))
    driver.do(c.IssueVisit(visit_id=visit(6), service_id="ktp", actor="device:kiosk-1"))
    _second_thoughts(driver, budi, sari)
    _a_long_break(driver, "staff:a3")
    driver.do(ec.AskForCopy(visit_id=visit(11), kiosk_id="kiosk-1", actor=budi))
    return driver


def _a_long_break(driver: DayDriver, actor: str) -> None:
    until = driver.now + timedelta(minutes=15)
    driver.do(c.OpenCounter(counter_id="l2", session_id="s9", actor=actor))
    driver.do(c.PauseCounter(counter_id="l2", until=until, reason="prayer", actor=actor))
    driver.do(c.PassBreak(counter_id="l2"), after=15 * 60)


def _second_thoughts(driver: DayDriver, budi: str, sari: str) -> None:
    """What is taken back, comes back, goes on elsewhere, is freed, is left at closing, and is heard."""
    in_hand = str(driver.day.counter("l3").leg_id)
    driver.do(c.Miss(counter_id="l3", leg_id=in_hand, actor=sari))
    driver.do(c.Undo(counter_id="l3", actor=sari))
    driver.do(c.Miss(counter_id="l3", leg_id=in_hand, actor=sari))
    driver.do(c.ReinstateLeg(leg_id=in_hand, actor=sari), after=120)
    driver.do(c.IssueVisit(visit_id=visit(7), service_id="pajak", actor="device:kiosk-1"))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s3", actor=budi))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=budi))
    driver.do(c.CallNext(counter_id="l1", finishes=leg(6), actor=budi), after=240)
    driver.do(c.Undo(counter_id="l1", actor=budi), after=5)
    driver.do(c.CallNext(counter_id="l1", finishes=leg(6), actor=budi))
    driver.do(c.Finish(counter_id="l1", leg_id=leg(7), actor=budi), after=240)
    driver.do(c.ReleaseCounter(counter_id="l3", actor="staff:manager"))
    codes = {visit_id: f"voucher-{number}" for number, visit_id in enumerate(sorted(driver.day.visits), 1)}
    driver.do(c.CloseDay(codes=codes), after=3600)
    said = c.MakeAnnouncement(
        announcement_id=visit(9), zone_id=None, language="id", times=2, length=42, actor=sari
    )
    driver.do(said, after=30)
    driver.do(c.WithdrawAnnouncement(announcement_id=visit(9), actor=sari))
    _heard(driver, budi)


def _heard(driver: DayDriver, budi: str) -> None:
    """A call is shown and spoken; somebody who waits has no ticket, changes the service, and goes away."""
    driver.do(c.IssueVisit(visit_id=visit(10), service_id="kk", actor="device:kiosk-1"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=budi, walls={"utama": "speaks"}))
    for kind in ("shown", "spoken"):
        told = c.AnnounceCall(leg_id=leg(10), called_at=driver.day.calls[0].at, recalls=0, kind=kind)
        driver.do(replace(told, zone_id="utama", actor="device:display-1"))
    driver.do(c.IssueVisit(visit_id=visit(11), service_id="kk", actor="device:kiosk-1"))
    driver.do(ec.MarkTicket(visit_id=visit(11), printed=False, actor="device:kiosk-1"))
    driver.do(ec.ChangeVisit(visit_id=visit(11), service_id="ktp", priority_class="priority", actor=budi))
    in_hand = str(driver.day.counter("l1").leg_id)
    driver.do(c.Finish(counter_id="l1", leg_id=in_hand, actor=budi))
    driver.do(ec.ServeNow(counter_id="l1", visit_id=visit(12), service_id="kk", paper=7, actor=budi))
    driver.do(ec.SetAside(leg_id=leg(11), until=driver.now + timedelta(minutes=20), actor=budi))


def golden_texts() -> dict[str, str]:
    """Every golden file by its path below the folder: snapshots, queue lengths, heads, and one push of
    each type for each audience (the first that the day has)."""
    driver = scripted_day()
    shown = driver.day
    ends(driver)
    heads, pushes = RoomHeads(), dict[str, dict[str, Any]]()
    for happened in driver.log:
        for placed in heads.observe(driver.day.date.isoformat(), happened):
            push = placed.said(driver.day)
            pushes.setdefault(f"{placed.key.kind}/push.{push['type']}.json", push)
    texts = {path: _text(json.dumps(push)) for path, push in pushes.items()}
    for audience in AUDIENCES:
        room = heads.rooms[RoomKey(audience)]
        head = Heartbeat(day=room.day, head=room.head, now=driver.now)
        texts[f"{audience}/snapshot.json"] = _text(snapshot_of(shown, audience).model_dump_json())
        apart = snapshot_of(shown, audience, apart=True)
        texts[f"{audience}/snapshot_apart.json"] = _text(apart.model_dump_json())
        texts[f"{audience}/queues.json"] = _text(queues(shown, audience).model_dump_json())
        texts[f"{audience}/head.json"] = _text(head.model_dump_json())
    texts["catalogue.json"] = _text(catalogue_of(shown.config).text.decode())
    return texts


def ends(driver: DayDriver) -> None:
    """Numbers stop, closing is taken back, the day ends with a visitor in hand, and that is put right."""
    driver.do(c.StopNumbers(scope="hall", reason="closing", actor="staff:manager"))
    driver.do(c.Reopen(actor="staff:manager"))
    driver.try_(c.ReleaseCounter(counter_id="l1", actor="staff:manager"))
    driver.do(c.OpenCounter(counter_id="l1", session_id="last", actor="staff:last"))
    driver.do(c.IssueVisit(visit_id=visit(99), service_id="ktp", actor="device:kiosk-1"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:last"))
    in_hand = str(driver.day.counter("l1").leg_id)
    driver.do(c.Start(counter_id="l1", leg_id=in_hand, actor="staff:last"))
    driver.do(c.EndDay(codes={}))
    lapsed = driver.day.legs[in_hand]
    assert lapsed.ended_seq is not None
    manager = "staff:manager"
    driver.do(ec.CorrectLeg(leg_id=in_hand, corrects=lapsed.ended_seq, state="finished", actor=manager))


def _gentler(config: HallConfig) -> HallConfig:
    return HallConfig(
        hall=config.hall,
        zones=config.zones,
        series=config.series,
        agencies=config.agencies,
        services=tuple(replace(s, after=("ktp",) if s.id == "pajak" else ()) for s in config.services),
        counters=config.counters,
        rules=Rules("first_come", presence_seconds=90),
    )


def _text(compact: str) -> str:
    return json.dumps(json.loads(compact), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the golden files."""
    assert first_come_hall() == scripted_day().days[1].config
    for path, text in golden_texts().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


if __name__ == "__main__":
    main()

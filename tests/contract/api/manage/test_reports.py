"""Reports over days of a hub, as pages and commands ask for them, and whether they are what the log says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from balai.domain.log import happened_of
from balai.protocol.managed.reports import NumberStory, ReportAnswer, ReportCounter, ReportLegs
from server.cli import db, report
from server.store.tables.day import report_days
from tests.support.hub.inside import Inside
from tests.support.recounting import Recount

SPAN = "first=2026-04-13&last=2026-04-16"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """A hub with a closed day, and a second one that goes on."""
    folder = tmp_path_factory.mktemp("hub")
    with Inside(folder) as inside:
        for _ in range(2):
            work(inside)
            inside.clock.advance(timedelta(days=1).total_seconds() - 3600)
        work(inside)
        (folder / "hub.toml").write_text(f'[store]\nurl = "{inside.url}"\n')
        yield inside


def work(hub: Inside) -> None:
    """Somebody waits four minutes and is served three, somebody does not come, somebody waits on."""
    staff = hub.seated()
    for _ in range(2):
        hub.kiosk.done("/visits", service_id="ktp")
    hub.kiosk.done("/visits", service_id="pajak", priority_class="priority")
    hub.clock.advance(240)
    leg = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    staff.done("/counters/l1/start", leg_id=leg)
    hub.clock.advance(180)
    leg = staff.done("/counters/l1/call", finishes=leg)["called"]["leg_id"]
    for _ in range(2):
        hub.clock.advance(60)
        staff.change("/counters/l1/recall", leg_id=leg)
    hub.clock.advance(60)
    staff.done("/counters/l1/miss", leg_id=leg)
    staff.done("/counters/l1/close")


def asked(hub: Inside, query: str, who: str = "citra") -> ReportAnswer:
    answer = hub.staff(who).get(f"/reports?{query}")
    assert answer.status_code == 200, answer.text
    return ReportAnswer.model_validate(answer.get_json())


def run(hub: Inside, command: Any, *arguments: str) -> Any:
    config = Path(hub.url.removeprefix("sqlite:///")).with_name("hub.toml")
    return CliRunner().invoke(command, [*arguments, "--config", str(config)])


def test_a_report_says_what_each_days_log_says(hub: Inside) -> None:
    told = asked(hub, f"{SPAN}&by=agency")
    store, dates = hub.app.hub.store, ("2026-04-14", "2026-04-15", "2026-04-16")
    counts = [Recount().count(map(happened_of, store.entries("uji", date))) for date in dates]
    legs = [leg for count in counts for leg in count.legs]
    rows = {row.key: row for row in told.report.rows}
    assert told.report.days == len(dates)
    assert rows["satu"].visits == sum(leg[3] == "satu" and leg[9] for leg in legs) > 0
    waits = sorted(leg[10] for leg in legs if leg[3] == "satu" and leg[10] is not None)
    assert rows["satu"].wait.p50 == waits[-(-len(waits) // 2) - 1] > 0
    assert rows["satu"].missed == sum(leg[8] == "missed" for leg in legs)
    assert rows["dua"].unserved == sum(leg[8] == "unserved" for leg in legs) > 0
    spent = {desk.counter_id: desk.serving for desk in told.report.desks}
    assert spent["l1"] >= sum(row[4] for count in counts[:2] for row in count.desks if row[0] == "l1") > 0


def test_a_supervisor_sees_the_own_agency_alone_whatever_is_asked(hub: Inside) -> None:
    told = asked(hub, f"{SPAN}&by=service&agency=dua", "dewi")
    assert {row.key for row in told.report.rows} == {"ktp"}
    assert {desk.counter_id for desk in told.report.desks} == {"l1"}
    assert hub.staff("ani").get(f"/reports?{SPAN}").status_code == 403
    wrong = hub.staff("citra").get("/reports?first=2026-04-16&last=2026-04-13")
    assert (wrong.status_code, wrong.get_json()["code"]) == (409, "span_invalid")


def test_a_figure_opens_down_to_its_legs_and_a_number_to_its_way(hub: Inside) -> None:
    figure = asked(hub, f"{SPAN}&by=hour&before_first=2026-04-01&before_last=2026-04-02")
    assert figure.before is not None
    assert figure.before.days == 0
    manager = hub.staff("citra")
    for what, field in (("waits", "wait"), ("missed", "missed"), ("visits", "visits")):
        legs = ReportLegs.model_validate(manager.get(f"/reports/legs?{SPAN}&what={what}").get_json())
        value = getattr(figure.report.total, field)
        assert legs.count == (value if isinstance(value, int) else value.count)
        assert len(legs.legs) == legs.count
    legs = ReportLegs.model_validate(manager.get(f"/reports/legs?{SPAN}&what=waits").get_json())
    one = legs.legs[0]
    asked_for = f"/reports/number?day={one.day}&number={one.number}"
    story = NumberStory.model_validate(manager.get(asked_for).get_json())
    last = hub.app.hub.store.entries("uji", one.day.isoformat())[-1]
    assert (story.hash, story.entries, story.number) == (last.hash, last.seq, one.number)
    assert story.steps[1].why["id"], "why it was called"
    elsewhere = hub.staff("dewi").get(f"/reports/number?day={one.day}&number=B-001")
    assert elsewhere.get_json()["code"] == "number_unknown"
    assert manager.get("/reports/number?day=2020-01-01&number=A-001").get_json()["code"] == "day_unknown"


def test_a_counters_time_opens_down_to_its_days_and_to_the_events_of_each(hub: Inside) -> None:
    def opened(who: str, first: str, last: str, counter: str = "l1") -> ReportCounter:
        answer = hub.staff(who).get(f"/reports/counter?first={first}&last={last}&counter={counter}")
        return ReportCounter.model_validate(answer.get_json())

    [figure] = [desk for desk in asked(hub, SPAN).report.desks if desk.counter_id == "l1"]
    whole = opened("citra", "2026-04-13", "2026-04-16")
    for name in ("open", "paused", "serving", "idle"):
        assert sum(getattr(day, name) for day in whole.days) == getattr(figure, name)
    assert figure.serving > 0
    assert whole.stretches == ()
    one = opened("citra", "2026-04-14", "2026-04-14")
    assert one.days == whole.days[:1]
    entries = hub.app.hub.store.entries("uji", "2026-04-14")
    served = [each for each in one.stretches if each.doing == "serving"]
    assert sum((each.ends - each.begins).total_seconds() for each in served) == one.days[0].serving
    assert {entries[each.seq - 1].type for each in served} == {"leg_called"}
    assert opened("dewi", "2026-04-14", "2026-04-14") == one, "her agency's"
    assert opened("dewi", "2026-04-14", "2026-04-14", "l2").days == ()
    assert hub.staff("ani").get(f"/reports/counter?{SPAN}&counter=l1").status_code == 403


def test_no_way_that_is_printed_tells_the_class_or_who_did_it(hub: Inside) -> None:
    manager = hub.staff("citra")
    issued = hub.kiosk.done("/visits", service_id="pajak")
    manager.done(f"/visits/{issued['visit_id']}/change", priority_class="priority")
    day = hub.app.hub.dispatcher.day.date
    text = manager.get(f"/reports/number?day={day}&number={issued['number']}").text
    assert "rioritas" not in text
    assert "staff:" not in text
    assert "id-citra" not in text


def test_files_hold_the_same_figures(hub: Inside) -> None:
    told, manager = asked(hub, f"{SPAN}&by=service").report, hub.staff("citra")
    text = manager.get(f"/reports/file?{SPAN}&by=service&format=csv").data
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["KTP", "Pajak", "Jumlah"]
    assert int(rows[-1][1]) == told.total.visits
    book = openpyxl.load_workbook(
        io.BytesIO(manager.get(f"/reports/file?{SPAN}&by=service&format=xlsx").data)
    )
    sheet = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    assert [[str("" if cell is None else cell) for cell in line] for line in sheet] == rows
    assert [one.title for one in book.worksheets] == ["Angka", "Tanpa nomor", "Loket"]
    desks = {line[0].value: line[3].value for line in book.worksheets[2].iter_rows(min_row=2)}
    assert desks == {"1": next(d.serving for d in told.desks if d.counter_id == "l1")}


def test_a_digit_that_is_not_the_logs_is_found_and_mended(hub: Inside) -> None:
    asked(hub, SPAN)
    span = ("--from", "2026-04-13", "--to", "2026-04-16")
    assert run(hub, report, *span, "--check").exit_code == 0
    with hub.app.hub.store.write.begin() as connection:
        kept = connection.scalars(select(report_days.c.body).order_by(report_days.c.day)).all()
        assert len(kept) == 2
        first = report_days.c.day == "2026-04-14"
        connection.execute(update(report_days).where(first).values(body=kept[1]))
    found = run(hub, report, *span, "--check")
    assert found.exit_code == 1
    assert "2026-04-14" in found.output
    assert run(hub, db, "rebuild").exit_code == 0
    assert run(hub, report, *span, "--check").exit_code == 0
    told = json.loads(run(hub, report, *span, "--by", "agency", "--json").output)
    assert told["report"]["rows"][0]["key"] == "dua"


def test_figures_that_another_version_kept_are_worked_out_anew(hub: Inside) -> None:
    before = asked(hub, SPAN).report
    with hub.app.hub.store.write.begin() as connection:
        ends = set(connection.scalars(select(report_days.c.hash)))
        connection.execute(update(report_days).values(hash="0" * 64, body=b"of another form"))
    assert asked(hub, SPAN).report == before
    with hub.app.hub.store.read.connect() as connection:
        assert set(connection.scalars(select(report_days.c.hash))) == ends

"""balai log explain and replay, as a person types them: from the log alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from balai.domain import commands as c
from balai.domain.events import LegCalled
from balai.domain.hall.calendar import Calendar, Hours
from balai.domain.hall.config import Rules, Series
from balai.errors import BalaiError
from server.cli import log
from server.store import Store, open_store
from server.views.explaining import NumberUnknown, explained, state_of, until
from tests.support.days import MORNING, DayDriver, small_hall
from tests.support.hub.stores import WriterHarness

BUDI = "staff:a1"


def visit(number: int) -> str:
    return f"5b1c0000-0000-4000-8000-{number:012d}"


def morning() -> list[c.Command]:
    """A regular visitor, two with priority, one of them chosen; the first comes last."""
    issue = [
        c.IssueVisit(visit_id=visit(1), service_id="ktp"),
        c.IssueVisit(visit_id=visit(2), service_id="ktp", priority_class="priority"),
        c.IssueVisit(visit_id=visit(3), service_id="kk"),
    ]
    return [
        *issue,
        c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI),
        c.CallNext(counter_id="l1", finishes=None, actor=BUDI),
        c.CallChosen(
            counter_id="l1",
            finishes=f"{visit(2)}.1",
            became="present",
            leg_id=f"{visit(3)}.1",
            reason="papers_completed",
            actor=BUDI,
        ),
        c.ChangeConfiguration(config=replace(small_hall(), rules=Rules("first_come"))),
        c.Park(counter_id="l1", leg_id=f"{visit(3)}.1", actor=BUDI),
        c.CallNext(counter_id="l1", finishes=None, actor=BUDI),
    ]


class Shell:
    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'balai.db'}"
        self.config = folder / "hub.toml"
        self.config.write_text(f'[store]\nurl = "{self.url}"\n', encoding="utf-8")

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(log, [*words, "--config", str(self.config)])

    def data(self, *words: str) -> Any:
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.output)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    made = Shell(tmp_path)
    with open_store(made.url) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.do(*morning())
        harness.writer.close()
    yield made
    assert "Traceback" not in made.run("verify").output


def store_of(shell: Shell) -> Store:
    return open_store(shell.url)


def test_a_call_is_explained_in_both_languages_with_whom_it_passed(shell: Shell) -> None:
    told = shell.run("explain", "A-002", "--language", "id").output
    assert told.splitlines()[:4] == [
        "Ambil nomor pukul 08.00.02: KTP (di kios).",
        "A-002 dipanggil pukul 08.00.05 ke loket 1 (seq 6, oleh staff:a1).",
        "   Paling dulu mencapai batas tunggu: 08.10.",
        "   A-001 datang lebih dulu, batas tunggunya 08.30.",
    ]
    chosen = shell.run("explain", "a3", "--language", "en").output
    assert "A-003 was called at 08:00:06 to counter 1" in chosen
    assert "Chosen by staff: papers completed." in chosen
    assert "A-001 came earlier." in chosen


def test_an_explanation_reads_the_rules_of_its_moment(shell: Shell) -> None:
    first, last = shell.data("explain", "A-002"), shell.data("explain", "A-001")
    assert [call["rule"] for call in (*first["calls"], *last["calls"])] == ["earliest_due", "first_come"]
    assert (first["hall"], first["day"], first["state"], last["state"]) == (
        "uji", "2026-04-14", "finished", "called",
    )  # fmt: skip
    assert first["calls"][0]["why"]["reasons"][1]["number"] == "A-001"
    assert first["calls"][0]["recomputed"] is False


def test_a_log_without_reasons_is_explained_by_replay() -> None:
    driver = DayDriver()
    for command in morning():
        driver.do(command)
    bare = [
        replace(h, event=replace(h.event, why=None)) if isinstance(h.event, LegCalled) else h
        for h in driver.log
    ]
    for number in ("A-001", "A-002", "A-003"):
        kept, worked_out = explained(driver.log, number), explained(bare, number)
        assert [call.recomputed for call in worked_out.calls] == [True] * len(kept.calls)
        assert [call.why for call in worked_out.calls] == [call.why for call in kept.calls]


@pytest.mark.parametrize("typed", ["Z1A-002", "z1a2", "Z1A 002", "z1-a-2"])
def test_a_number_with_a_long_prefix_is_found_however_it_is_typed(typed: str) -> None:
    driver = DayDriver(replace(small_hall(), series=(Series("a", "Z1A"), Series("b", "Z"))))
    for number in (1, 2):
        driver.do(c.IssueVisit(visit_id=visit(number), service_id="ktp"))
    assert explained(driver.log, typed).visit_id == visit(2)


def test_the_day_is_shown_as_it_stood(shell: Shell) -> None:
    state = shell.data("replay", "--until", "5")
    assert (state["seq"], state["rule"], state["visits"]) == (5, "earliest_due", 3)
    assert [w["number"] for w in state["waiting"]["ktp"]] == ["A-002", "A-001"]
    assert state["counters"][0] == {
        "id": "l1", "number": 1, "status": "open", "holder": BUDI, "leg": None,
    }  # fmt: skip
    end = shell.data("replay")
    assert (end["parked"], end["waiting"], end["legs"]) == (
        ["A-003"], {}, {"called": 1, "finished": 1, "parked": 1},
    )  # fmt: skip
    words = shell.run("replay", "--until", "6").output
    assert "1  open    staff:a1             A-002 called" in words
    assert "ktp: A-001 (due 08:30:01)" in words


def test_replay_agrees_with_the_day_in_memory() -> None:
    driver = DayDriver()
    for command in morning():
        driver.do(command)
    for seq, day in driver.days.items():
        assert state_of(until(driver.log, seq)) == state_of(day)
    with pytest.raises(BalaiError, match="ends at seq"):
        until(driver.log, 999)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("explain", "B-007"), "Numbers of that day: A-001 to A-003"),
        (("explain", "A-001", "--day", "2026-04-13"), "no log of 2026-04-13; its latest is of 2026-04-14"),
        (("explain", "A-001", "--hall", "lain"), "no hall 'lain'. Its halls: uji"),
        (("replay", "--until", "99"), "ends at seq"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(shell: Shell, words: tuple[str, ...], said: str) -> None:
    result = shell.run(*words)
    assert result.exit_code == 1
    assert said in result.output
    assert shell.run("explain", "A-001", "--hall", "uji").exit_code == 0


def test_a_number_never_called_and_a_day_without_numbers() -> None:
    driver = DayDriver()
    with pytest.raises(NumberUnknown, match="No number was given"):
        explained(driver.log, "A-001")
    driver.do(c.IssueVisit(visit_id=visit(1), service_id="ktp"), after=timedelta(minutes=1).total_seconds())
    assert (explained(driver.log, " a 1 ").state, explained(driver.log, "A1").calls) == ("waiting", ())


def test_a_broken_log_explains_nothing_and_verify_says_where(shell: Shell) -> None:
    assert shell.data("verify")["intact"] is True
    with store_of(shell) as store, store.write.begin() as connection:
        connection.execute(text("UPDATE events SET actor = 'staff:else' WHERE seq = 3"))
    result = shell.run("explain", "A-002")
    assert (result.exit_code, "Entry 3 was changed" in result.output) == (1, True)
    verdict = shell.run("verify", "--json")
    found = json.loads(verdict.output)
    assert (verdict.exit_code, found["intact"], found["days"][0]["seq"]) == (1, False, 3)


def test_what_was_told_with_a_number_is_explained_in_both_languages(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    with open_store(shell.url) as store:
        week = Hours(tuple(range(7)), time(8), time(15))
        store.halls.put(replace(small_hall(), calendar=Calendar((week,))), MORNING)
        harness = WriterHarness(store)
        sit = c.OpenCounter(counter_id="l3", session_id="s", actor=BUDI)
        harness.do(sit, c.CloseCounter(counter_id="l3", actor=BUDI))
        harness.do(c.IssueVisit(visit_id=visit(1), service_id="pajak"), c.CloseDay(codes={visit(1): "code"}))
        harness.writer.close()
    doubt = "belum ada loket yang melayani; bila tidak terlayani didahulukan Rabu, 15 April 2026."
    assert shell.run("explain", "B-001", "--language", "id").output.splitlines()[1:] == [
        f"Diberi nomor pukul 08.00.03: {doubt}",
        "Belum terlayani saat ditutup pukul 08.00.04; haknya berlaku Rabu, 15 April 2026.",
        "B-001 belum pernah dipanggil; keadaannya: unserved.",
    ]
    english = shell.run("explain", "B-001", "--language", "en").output
    assert "told that no counter serves it yet; if not served, first on Wednesday, 15 April 2026" in english
    assert [note["code"] for note in shell.data("explain", "B-001")["notes"]] == [
        "issued", "no_counter", "unserved",
    ]  # fmt: skip
    assert shell.run("explain", "--language", "id").output.splitlines()[1:] == [
        "08.00.01 Loket 3 dibuka.", "08.00.02 Loket 3 ditutup.",
    ]  # fmt: skip
    told = shell.data("explain", "--language", "en")["notes"]
    assert [note["code"] for note in told] == ["day_opened", "opened", "closed"]

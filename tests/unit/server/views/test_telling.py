"""`balai log explain` tells in both languages what was done for a number beside its calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.hall.config import Outcome, Rules
from balai.words import LANGUAGES
from server.views.explaining import explained
from server.views.log_lines import lines_of
from tests.support.days import DayDriver, small_hall

BUDI, ANI = "staff:a1", "staff:a2"


def told(number: str = "A-001") -> dict[str, list[str]]:
    """A day on which everything happens to one number, as it is told in each language."""
    outcomes = (Outcome("papers", "Berkas kurang", "Papers missing"),)
    driver = DayDriver(replace(small_hall(), outcomes=outcomes, rules=Rules(return_rule="at_once")))
    for counter, actor in (("l1", BUDI), ("l2", ANI)):
        driver.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=actor))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    driver.do(ec.MarkTicket(visit_id="v1", printed=False))
    driver.do(ec.MarkTicket(visit_id="v1", printed=True))
    driver.do(ec.ChangeVisit(visit_id="v1", service_id="kk", priority_class="priority"))
    driver.do(ec.SetAside(leg_id="v1.1", until=driver.now + timedelta(minutes=20)))
    driver.do(c.ReturnLeg(leg_id="v1.1"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI, walls={"utama": "speaks"}))
    called_at = driver.day.calls[0].at
    for kind in ("shown", "spoken"):
        said = c.AnnounceCall(leg_id="v1.1", called_at=called_at, recalls=0, kind=kind, actor="device:wall")
        driver.do(said)
    driver.do(c.Miss(counter_id="l1", leg_id="v1.1", actor=BUDI))
    driver.do(c.ReinstateLeg(leg_id="v1.1"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    driver.do(c.Transfer(counter_id="l1", leg_id="v1.1", service_id="ktp", to_counter="l2", actor=BUDI))
    driver.do(c.CallNext(counter_id="l2", finishes=None, actor=ANI))
    driver.do(c.Finish(counter_id="l2", leg_id="v1.2", outcome="papers", actor=ANI))
    driver.do(ec.ServeNow(counter_id="l1", visit_id="v2", service_id="ktp", actor=BUDI))
    found, zone = explained(driver.log, number), ZoneInfo("Asia/Makassar")
    return {language: list(lines_of(found, language, zone)) for language in LANGUAGES}


def test_each_is_told_in_both_languages() -> None:
    lines = told()
    for language, words in {
        "id": (
            "tiketnya tidak tercetak", "tiketnya sudah dicetak lagi", "kelompok prioritas",
            "Tempatnya disimpan",
            "tampil di layar", "selesai disuarakan", "di tempat semula", "di loket 2 saja", "Berkas kurang",
        ),
        "en": (
            "was not printed", "printed again", "class priority", "Its place was kept", "was shown",
            "had been spoken", "in the old place", "at counter 2 alone", "Papers missing",
        ),
    }.items():  # fmt: skip
        text = "\n".join(lines[language])
        assert [found for found in words if found not in text] == []
    assert any("tanpa dipanggil" in line for line in told("A-002")["id"])

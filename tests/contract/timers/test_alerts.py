"""Alerts: what is so for long enough is told once, its end once, by every way that is set up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from balai.words.catalogue import written_languages
from server.usecases.machine.alerts import RULES, Watch
from server.usecases.machine.vitals import DeviceVital, Queue, Vitals
from tests.support.vitals import ILL, WELL


def codes(vitals: Vitals) -> set[str]:
    return {alert.code for rule in RULES for alert in rule.alerts(vitals)}


def test_a_well_hall_has_none_and_each_rule_can_be_so() -> None:
    assert codes(WELL) == set()
    assert codes(ILL) == {rule.code for rule in RULES}


def test_each_is_told_in_every_language_with_what_it_is_about() -> None:
    for alert in (alert for rule in RULES for alert in rule.alerts(ILL)):
        for language in written_languages():
            assert alert.about in alert.told.told_in(language)


def test_each_must_be_so_for_its_time_before_anybody_is_told() -> None:
    watch = Watch()
    told = [(alert.code, at, alert.about) for at in range(0, 1300, 10) for alert in watch.look(ILL, at)[0]]
    assert {(code, at) for code, at, _ in told} == {(rule.code, rule.seconds) for rule in RULES}
    assert len(told) == len(set(told))


def test_what_passes_sooner_is_not_told_and_what_ends_is_told_once() -> None:
    watch = Watch()
    assert watch.look(ILL, 0) == ([], [])
    assert watch.look(WELL, 30) == ([], [])
    watch.look(ILL, 60)
    fresh, _ = watch.look(ILL, 60 + max(rule.seconds for rule in RULES))
    assert {alert.code for alert in fresh} == {rule.code for rule in RULES}
    assert watch.firing == fresh
    still = replace(WELL, devices=(DeviceVital("kios-1", "kiosk", up=False),))
    assert {alert.code for alert in watch.look(still, 2000)[1]} == {rule.code for rule in RULES} - {
        "device_down"
    }
    assert watch.look(still, 2010) == ([], [])
    assert [alert.code for alert in watch.look(WELL, 2020)[1]] == ["device_down"]
    assert watch.firing == []


@given(
    st.lists(
        st.tuples(st.floats(0, 900), st.booleans(), st.floats(0, 20_000)),
        max_size=12,
    )
)
def test_who_was_told_of_a_begin_is_told_of_its_end_and_of_no_other(
    looks: list[tuple[float, bool, float]],
) -> None:
    watch, at, open_ = Watch(), 0.0, set[tuple[str, str]]()
    for passed, up, longest in looks:
        at += passed
        vitals = replace(
            WELL, devices=(DeviceVital("kios-1", "kiosk", up=up),), queues={"skck": Queue(1, longest)}
        )
        fresh, over = watch.look(vitals, at)
        for alert in over:
            open_.remove((alert.code, alert.about))
        for alert in fresh:
            assert (alert.code, alert.about) not in open_
            open_.add((alert.code, alert.about))
        assert {(alert.code, alert.about) for alert in watch.firing} == open_

"""Over night on random days: rights, the order and changes that wait are whole in the morning."""

from __future__ import annotations

from balai.domain import commands as c
from balai.domain.day import HallDay
from balai.domain.hall.config import HallConfig
from balai.domain.rights import DAYS_OF_A_RIGHT, opens_on
from balai.domain.visit import Leg, LegState, Voucher
from tests.support.random_days.driver import Driver, truth


class Nights(Driver):
    """Holds each evening against the morning after it."""

    def __init__(self, opening: c.OpenDay) -> None:
        self.evening: HallDay | None = None
        super().__init__(opening)

    def close_log(self) -> None:
        self.evening = self.day
        super().close_log()

    @truth
    def a_night_loses_nothing(self) -> None:
        evening, self.evening = self.evening, None
        if evening is None:
            return
        self.counts["nights checked"] += 1
        rights = {**self.day.vouchers, **self.day.claimed}
        for code, right in {**evening.vouchers, **evening.unserved}.items():
            if code in rights:
                self._is_whole(right, rights[code])
            else:
                assert right.passed + 1 >= DAYS_OF_A_RIGHT, "a right is lost"
        for code, visit_id in evening.ended.items():
            self._is_what_was_left(evening, visit_id, evening.unserved[code])
        self._order_is_kept()
        self._changes_came(evening)

    def _is_whole(self, evening: Voucher, morning: Voucher) -> None:
        for name in ("number", "journey", "done", "priority_class", "persons", "place"):
            assert getattr(evening, name) == getattr(morning, name), name
        service = self.day.config.service_by_id.get(morning.service_id)
        if service is not None and morning.valid_on is not None:
            assert morning.valid_on >= self.day.date, "its day has passed"
            assert morning.valid_on > self.day.date or opens_on(self.day.config, service, self.day.date)

    def _is_what_was_left(self, evening: HallDay, visit_id: str, right: Voucher) -> None:
        visit = evening.visits[visit_id]
        legs = [evening.legs[leg_id] for leg_id in visit.leg_ids]
        assert (right.journey[0], right.plan) == (legs[-1].service_id, visit.plan)
        assert (right.persons, right.priority_class) == (visit.persons, visit.priority_class)
        finished = {leg.service_id for leg in legs if leg.state is LegState.FINISHED}
        assert set(right.done) == finished | {*visit.done}
        was = evening.claimed.get(visit.voucher or "")
        assert was is None or {*was.done} <= {*right.done}

    def _order_is_kept(self) -> None:
        """Rules order by what a place counts from: order and distances are the same as before."""
        kept = [
            (right.place, self._waits_on(code)) for code, right in self.day.claimed.items() if right.place
        ]
        before = sorted(kept, key=lambda one: (one[0].base, one[0].order))
        after = sorted(kept, key=lambda one: (one[1].base, one[1].order))
        assert [leg.number for _, leg in before] == [leg.number for _, leg in after]
        assert len({leg.base - place.base for place, leg in kept}) <= 1, "the distances have changed"
        for _, leg in kept:
            assert leg.state is LegState.WAITING
            assert leg.base <= self.day.at
        self.counts["places kept"] += len(kept)
        for right in self.day.vouchers.values():
            service = self.day.config.service_by_id.get(right.service_id)
            if right.place is not None and service is not None and right.valid_on in (self.day.date, None):
                assert not opens_on(self.day.config, service, self.day.date), "a place was left out"

    def _waits_on(self, code: str) -> Leg:
        visit = next(visit for visit in self.day.visits.values() if visit.voucher == code)
        return self.day.current_leg(visit)

    def _changes_came(self, evening: HallDay) -> None:
        waits = evening.scheduled
        expected: HallConfig = evening.config
        if waits is not None and waits.on <= self.day.date:
            expected, waits = waits.config, None
        assert (self.day.config, self.day.scheduled) == (expected, waits)

"""The index of a day's log by visit names all that a visit's timeline tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.store.day.beside.visit_index import VisitIndex
from server.views.timeline import timeline
from tests.support.golden import scripted_day

DRIVER = scripted_day()
DAY, LOG = DRIVER.day, tuple(DRIVER.log)


@given(st.lists(st.integers(0, len(LOG)), min_size=1, max_size=4))
def test_it_has_what_the_log_says_of_each_visit_however_often_it_is_told(parts: list[int]) -> None:
    index = VisitIndex()
    for end in sorted(parts):
        for happened in LOG[1:end]:  # told again from the start, as after a fault
            index.see(happened)
    for happened in LOG:
        index.see(happened)
    for visit_id in DAY.visits:
        own = [LOG[seq - 1] for seq in index.seqs(visit_id)]
        for staff in (True, False):
            whole = timeline(LOG, visit_id, DAY.config, staff=staff)
            assert timeline(own, visit_id, DAY.config, staff=staff) == whole
        assert len(own) < len(LOG) // 3
    assert index.seqs("nobody") == ()

"""The page of the information desk: each button is in sight, on a desk's screen and on a telephone."""

from __future__ import annotations

from tests.support.pages.access import assert_fits, assert_side_by_side
from tests.support.pages.staff_stage import ACCOUNT, Stage, snapshot


def test_nothing_that_is_tapped_lies_over_another(stage: Stage) -> None:
    stage.enter(snapshot(), path="/desk", account={**ACCOUNT, "pages": ["staff", "desk"], "may": []})
    stage.page.get_by_role("button", name="Pengumuman").wait_for()
    for width in (1280, 390):
        stage.page.set_viewport_size({"width": width, "height": 1200})
        assert_side_by_side(stage.page)
        assert_fits(stage.page)

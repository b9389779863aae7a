"""A long hall: several displays speak for a zone in step, one of them leads."""

from __future__ import annotations

import pytest

from balai.protocol.pushes import MaySpeak, Speaker
from server.live.speakers import Speakers, take_all


class LongHall:
    """A zone with two loudspeakers; displays note what they are told."""

    def __init__(self) -> None:
        self.told: dict[str, Speaker] = {}
        self.speakers = Speakers(take_all, self._tell)

    def joins(self, device: str, *, able: bool = True, in_step: bool = True) -> None:
        self.speakers.said(device, device, MaySpeak(zone="utama", able=able, in_step=in_step))
        self.decide()

    def leaves(self, device: str) -> None:
        self.speakers.went(device)
        self.told.pop(device)
        self.decide()

    def decide(self) -> None:
        self.speakers.decide({"utama": 2})

    @property
    def leads(self) -> list[str]:
        return sorted(device for device, said in self.told.items() if said.leads)

    @property
    def follows(self) -> list[str]:
        return sorted(device for device, said in self.told.items() if said.follows)

    @property
    def speak(self) -> list[str]:
        return sorted(device for device, said in self.told.items() if said.zones)

    def _tell(self, connection: str, said: dict[str, object]) -> None:
        self.told[connection] = Speaker.model_validate(said)


@pytest.fixture
def hall() -> LongHall:
    return LongHall()


def test_two_of_three_speak_and_the_first_leads(hall: LongHall) -> None:
    for device in ("layar-1", "layar-2", "layar-3"):
        hall.joins(device)
    assert (hall.speak, hall.leads, hall.follows) == (["layar-1", "layar-2"], ["layar-1"], ["layar-2"])
    assert hall.speakers.followers("layar-1", "utama") == ("layar-2",)
    assert hall.speakers.followers("layar-2", "utama") == ()
    assert hall.speakers.followers("layar-1", "lain") == ()


def test_a_display_alone_leads_nobody(hall: LongHall) -> None:
    hall.joins("layar-1")
    assert (hall.speak, hall.leads) == (["layar-1"], [])


@pytest.mark.parametrize("gone", ["layar-1", "layar-2"])
def test_where_one_fails_the_other_speaks_on_and_a_third_joins(hall: LongHall, gone: str) -> None:
    for device in ("layar-1", "layar-2"):
        hall.joins(device)
    hall.leaves(gone)
    (left,) = hall.speak
    assert left != gone
    assert (hall.leads, hall.follows) == ([], [])
    hall.joins("layar-0")
    assert (hall.leads, hall.follows) == ([left], ["layar-0"])


def test_a_display_whose_sound_is_gone_gives_up_its_place(hall: LongHall) -> None:
    for device in ("layar-1", "layar-2", "layar-3"):
        hall.joins(device)
    hall.joins("layar-1", able=False)
    assert (hall.speak, hall.leads, hall.follows) == (["layar-2", "layar-3"], ["layar-2"], ["layar-3"])


def test_a_display_that_cannot_keep_step_speaks_alone(hall: LongHall) -> None:
    hall.joins("layar-1", in_step=False)
    hall.joins("layar-2")
    assert (hall.speak, hall.leads) == (["layar-1"], [])
    hall.leaves("layar-1")
    hall.joins("layar-3", in_step=False)
    assert (hall.speak, hall.leads) == (["layar-2"], [])

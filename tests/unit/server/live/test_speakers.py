"""Who speaks for a zone: one display at a time, and who goes on when it is gone."""

from __future__ import annotations

import pytest

from balai.protocol.pushes import MaySpeak
from server.live.speakers import Speakers, take_all


class Hall:
    """Displays that note what they are told."""

    def __init__(self) -> None:
        self.told: dict[str, list[str]] = {}
        self.speakers = Speakers(take_all, self._tell)

    def joins(self, device: str, zone: str | None = None, *, able: bool = True) -> None:
        self.speakers.said(device, device, MaySpeak(zone=zone, able=able))
        self.decide()

    def leaves(self, device: str) -> None:
        self.speakers.went(device)
        self.told.pop(device)
        self.decide()

    def decide(self) -> None:
        self.speakers.decide({"atas": 1, "bawah": 1})

    def who(self, zone: str) -> list[str]:
        return sorted(device for device, zones in self.told.items() if zone in zones)

    def _tell(self, connection: str, said: dict[str, object]) -> None:
        zones = said["zones"]
        assert isinstance(zones, list)
        self.told[connection] = zones


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_display_alone_speaks_for_the_whole_hall(hall: Hall) -> None:
    hall.joins("layar-1")
    assert (hall.who("atas"), hall.who("bawah")) == (["layar-1"], ["layar-1"])


def test_every_display_is_told_also_that_it_is_silent(hall: Hall) -> None:
    hall.joins("layar-1")
    hall.joins("layar-2")
    assert hall.told["layar-2"] == []


def test_the_next_takes_over_and_the_voice_does_not_wander_back(hall: Hall) -> None:
    for device in ("layar-1", "layar-3", "layar-2"):
        hall.joins(device)
    hall.leaves("layar-1")
    assert hall.who("atas") == ["layar-2"]
    hall.joins("layar-1")
    assert hall.who("atas") == ["layar-2"]


def test_a_display_without_sound_is_passed_over_and_gives_its_zone_up(hall: Hall) -> None:
    hall.joins("layar-1", able=False)
    hall.joins("layar-2")
    assert hall.who("atas") == ["layar-2"]
    hall.joins("layar-2", able=False)
    assert hall.who("atas") == []
    hall.joins("layar-1")
    assert hall.who("atas") == ["layar-1"]


def test_a_display_of_the_zone_is_chosen_before_one_of_the_hall() -> None:
    hall = Hall()
    for device, zone in (("a-hall", None), ("z-atas", "atas")):
        hall.speakers.said(device, device, MaySpeak(zone=zone, able=True))
    hall.decide()
    assert (hall.who("atas"), hall.who("bawah")) == (["z-atas"], ["a-hall"])


def test_nothing_is_told_twice_but_after_a_new_word(hall: Hall) -> None:
    hall.joins("layar-1")
    hall.told.clear()
    hall.decide()
    assert hall.told == {}
    hall.joins("layar-1")
    assert hall.who("atas") == ["layar-1"]


def test_what_displays_can_do_in_each_zone_is_told(hall: Hall) -> None:
    def walls() -> dict[str, str]:
        return hall.speakers.walls(["atas", "bawah"])

    assert walls() == {}
    hall.speakers.said("lama", "lama", MaySpeak(zone="atas", able=True))
    hall.decide()
    assert walls() == {"atas": "unknown"}
    hall.speakers.said("bisu", "bisu", MaySpeak(zone="bawah", able=False, reports=True))
    hall.decide()
    assert walls() == {"atas": "unknown", "bawah": "shows"}
    hall.speakers.said("lama", "lama", MaySpeak(zone="atas", able=True, reports=True))
    assert walls() == {"atas": "speaks", "bawah": "shows"}
    hall.leaves("lama")
    assert walls() == {"bawah": "shows"}

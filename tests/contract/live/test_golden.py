"""What stands on the wire stays as the golden examples have it: read by the models, made by the hub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from balai.protocol.base import News
from balai.protocol.fold import fold_board, fold_staff
from balai.protocol.pushes import DATA, Heartbeat, Push, Queues
from balai.protocol.views import BoardView, Catalogue, DeviceView, Snapshot, StaffView
from server.views.room import RoomHeads
from server.views.room_kinds import AUDIENCES
from server.views.views import board_view, queues, staff_view
from tests.support.golden import FOLDER, golden_texts, scripted_day

GOLDEN = {str(path.relative_to(FOLDER)): path.read_text() for path in sorted(FOLDER.rglob("*.json"))}
MADE = golden_texts()
PUSHES = [name for name in GOLDEN if "/push." in name]
VIEWS: dict[str, type[News]] = {"board": BoardView, "staff": StaffView, "device": DeviceView}


def test_there_is_one_example_of_everything_on_the_wire() -> None:
    kinds = ("snapshot", "snapshot_apart", "queues", "head")
    others = [f"{audience}/{kind}.json" for audience in AUDIENCES for kind in kinds] + ["catalogue.json"]
    pushes = [f"{audience}/push.{kind}.json" for audience in AUDIENCES for kind in DATA[audience]]
    assert sorted(GOLDEN) == sorted(others + pushes)


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_hub_makes_the_example(name: str) -> None:
    assert json.loads(MADE[name]) == json.loads(GOLDEN[name])


@pytest.mark.parametrize("name", PUSHES)
def test_a_push_reads_and_writes_back_as_it_was(name: str) -> None:
    audience = name.partition("/")[0]
    push = Push.model_validate_json(GOLDEN[name])
    kind = DATA[audience][push.type]  # type: ignore[index]  # the folder's name is an audience
    data = kind.model_validate(push.data).model_dump(mode="json")
    assert push.model_copy(update={"data": data}).model_dump(mode="json") == json.loads(GOLDEN[name])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_snapshot_reads_as_its_own_view(audience: str) -> None:
    snapshot = Snapshot.model_validate_json(GOLDEN[f"{audience}/snapshot.json"])
    assert snapshot.audience == audience
    assert isinstance(snapshot.data, VIEWS[audience])
    assert snapshot.model_dump(mode="json") == json.loads(GOLDEN[f"{audience}/snapshot.json"])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_snapshot_and_the_catalogue_apart_are_the_whole(audience: str) -> None:
    whole = json.loads(GOLDEN[f"{audience}/snapshot.json"])
    apart = Snapshot.model_validate_json(GOLDEN[f"{audience}/snapshot_apart.json"])
    catalogue = Catalogue.model_validate_json(GOLDEN["catalogue.json"])
    assert apart.data.catalogue == catalogue.version != ""
    offered = {"agencies": catalogue.agencies, "services": catalogue.services, "catalogue": ""}
    joined = apart.model_copy(update={"data": apart.data.model_copy(update=offered)})
    assert joined.model_dump(mode="json") == whole


@pytest.mark.parametrize("audience", AUDIENCES)
def test_heads_and_lengths_read_back(audience: str) -> None:
    head, lengths = GOLDEN[f"{audience}/head.json"], GOLDEN[f"{audience}/queues.json"]
    assert Heartbeat.model_validate_json(head).model_dump(mode="json") == json.loads(head)
    assert Queues.model_validate_json(lengths).model_dump(mode="json") == json.loads(lengths)


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_fields_of_a_later_version_are_passed_over(name: str) -> None:
    data = json.loads(GOLDEN[name])
    kinds: dict[str, type[News]] = {
        "snapshot": Snapshot, "snapshot_apart": Snapshot, "catalogue": Catalogue, "queues": Queues,
        "head": Heartbeat,
    }  # fmt: skip
    kind = kinds.get(Path(name).stem, Push)
    assert kind.model_validate({**data, "new_in_version_2": [1]}) == kind.model_validate(data)


def test_the_scripted_day_folds_to_the_golden_snapshots() -> None:
    driver = scripted_day()
    changed = next(h.seq for h in driver.log if h.event.TYPE == "configuration_changed")
    board, staff = board_view(driver.days[1]), staff_view(driver.days[1])
    heads = RoomHeads()
    for happened in driver.log[: changed - 1]:
        for placed in heads.observe(driver.day.date.isoformat(), happened):
            push = Push.model_validate(placed.said(driver.day))
            if push.seq > 1 and placed.key.kind == "board":
                board = fold_board(board, push)
            elif push.seq > 1 and placed.key.kind == "staff":
                staff = fold_staff(staff, push)
    before = driver.days[changed - 1]
    assert board == board_view(before)
    assert staff.model_copy(update={"next": queues(before, "staff").next}) == staff_view(before)

"""A draft of a hall's file: edits find their rows, nobody writes over what they have not seen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.errors import Refusal
from balai.hall_file.editing.draft import SECTIONS, Draft, begun, edited, read_draft, replaced
from balai.hall_file.editing.form import form
from balai.hall_file.mapping import config_of, whole_file_of
from balai.protocol.managed.drafts import AddRow, Edit, MoveRow, RemoveRow, SetField
from balai.words import LANGUAGES, words_in
from tests.support.sample import sample_hall

HALL = sample_hall()
BEGUN = begun(whole_file_of(HALL))
NAMES = BEGUN.rows["service"]


def put(row: str, field: str, value: Any, section: Any = "service") -> SetField:
    return SetField(section=section, row=row, field=field, value=value)


def test_a_draft_nobody_edited_is_the_hall() -> None:
    file, faults = read_draft(BEGUN)
    assert file is not None
    assert (config_of(file), faults) == (HALL, [])


def test_every_setting_of_the_schema_is_a_field_with_words_in_every_language() -> None:
    for section, kind in SECTIONS.items():
        names = [setting.alias or name for name, setting in kind.model_fields.items()]
        assert [field.name for field in form()[section]] == names
        for language in LANGUAGES:
            say = words_in(language)
            assert say(f"form.section.{section}")
            for field in form()[section]:
                assert say(f"form.label.{section}.{field.name}")
                assert all(say(f"form.choice.{choice}") for choice in field.choices)


def test_what_is_on_or_off_is_a_switch_whatever_else_has_its_name() -> None:
    every = [field for fields in form().values() for field in fields if isinstance(field.default, bool)]
    assert "ahead" in {field.name for field in every}
    assert {(field.kind, field.of) for field in every} == {("switch", "")}


def test_hints_are_those_of_settings() -> None:
    known = {f"form.hint.{section}.{field.name}" for section, fields in form().items() for field in fields}
    assert set(words_in("id").section("form.hint")) <= known


@pytest.mark.parametrize(
    ("first", "second", "meets"),
    [
        (put("kartu-keluarga", "quota", 1), put("kartu-keluarga", "quota", 2), True),
        (put("kartu-keluarga", "quota", 1), put("kartu-keluarga", "fee", "-"), False),
        (put("kartu-keluarga", "quota", 1), put("akta-kelahiran", "quota", 2), False),
        (put("kartu-keluarga", "quota", 1), RemoveRow(section="service", row="kartu-keluarga"), True),
        (put("kartu-keluarga", "quota", 1), MoveRow(section="service", row="kartu-keluarga"), False),
        (put("", "ratio", 3, "rules"), put("", "ratio", 4, "rules"), True),
    ],
)
def test_what_somebody_else_touched_since_is_not_written_over(first: Edit, second: Edit, meets: bool) -> None:
    draft = edited(BEGUN, [first], "ani", 0)
    assert edited(draft, [second], "ani", 0).n == 2
    assert edited(draft, [second], "budi", 1).n == 2
    if not meets:
        assert edited(draft, [second], "budi", 0).n == 2
        return
    with pytest.raises(Refusal) as refused:
        edited(draft, [second], "budi", 0)
    assert (refused.value.code, refused.value.params["by"]) == ("draft_changed", "ani")


def test_after_another_file_everything_is_changed() -> None:
    draft = replaced(BEGUN, whole_file_of(HALL), "ani")
    with pytest.raises(Refusal):
        edited(draft, [put("kartu-keluarga", "quota", 1)], "budi", 0)
    assert edited(draft, [put("kartu-keluarga", "quota", 1)], "budi", 1).n == 2


def test_a_setting_that_no_file_knows_can_only_be_taken_out() -> None:
    file = whole_file_of(HALL)
    file["service"][0]["colour"] = "red"
    draft, row = begun(file), NAMES[0]
    assert read_draft(draft)[0] is None
    with pytest.raises(Refusal):
        edited(draft, [put(row, "colour", "blue")], "ani", 0)
    assert read_draft(edited(draft, [put(row, "colour", None)], "ani", 0))[0] is not None


SERVICE = st.just("service")
EDITS = st.one_of(
    st.builds(put, st.sampled_from(NAMES), st.just("quota"), st.none() | st.integers(0, 9)),
    st.builds(MoveRow, section=SERVICE, row=st.sampled_from(NAMES), ahead_of=st.sampled_from([None, *NAMES])),
    st.builds(RemoveRow, section=SERVICE, row=st.sampled_from(NAMES)),
    st.builds(AddRow, section=SERVICE, row=st.sampled_from(("n1", "n2")), values=st.just({"id": "x"})),
)  # fmt: skip


@given(st.lists(EDITS, max_size=8))
def test_rows_and_their_names_stay_together_whatever_is_edited(edits: list[Edit]) -> None:
    draft: Draft = BEGUN
    known = {row: entry["id"] for row, entry in zip(NAMES, BEGUN.file["service"], strict=True)}
    for edit in edits:
        try:
            draft = edited(draft, [edit], "ani", draft.n)
        except Refusal:
            continue
        names = draft.rows["service"]
        assert len(set(names)) == len(names) == len(draft.file["service"])
        for row, entry in zip(names, draft.file["service"], strict=True):
            assert entry["id"] == known.get(row, "x")
    assert BEGUN.file["service"] == [*begun(whole_file_of(HALL)).file["service"]]

"""JSON is written as the standard library writes it, letter for letter: hashes are made of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain.values import json_text
from balai.domain.values.json_text import writer

PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text())
DATA = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@pytest.mark.parametrize("made", ["quickly", "without what CPython has"])
@given(data=DATA, ascii_only=st.booleans(), sort_keys=st.booleans())
def test_it_is_what_dumps_writes(made: str, data: Any, ascii_only: bool, sort_keys: bool) -> None:
    with pytest.MonkeyPatch.context() as other:
        if made != "quickly":
            other.setattr(json_text, "_make", None)
        write = writer(ascii_only=ascii_only, sort_keys=sort_keys)
    dumped = json.dumps(data, ensure_ascii=ascii_only, sort_keys=sort_keys, separators=(",", ":"))
    assert write(data) == dumped


def test_what_is_no_json_is_refused_or_made_some() -> None:
    with pytest.raises(TypeError, match="set"):
        writer()([{1}])
    assert writer(default=sorted)([{2, 1}]) == "[[1,2]]"

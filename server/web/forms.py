"""The form of a hall's settings as a JavaScript module: every setting with its words, from the schema."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from balai.hall_file.editing.draft import LISTS
from balai.hall_file.editing.form import Field, form
from balai.words import Language, Words, words_in

#: Under `static`; it is no file there.
MODULE = "js/kit/hall/form.js"


@cache
def module(language: Language) -> str:
    """The module of a language: the sections with their fields in the file's order, and which are lists."""
    say = words_in(language)
    sections = {
        section: {
            "title": say(f"form.section.{section}"),
            "list": section in LISTS,
            "fields": [_field(say, section, field) for field in fields],
        }
        for section, fields in form().items()
    }
    return f"export const FORM = {json.dumps(sections, ensure_ascii=False)};\n"


def _called(say: Words, field: Field, choice: str) -> str:
    """The key of a choice: of the field's own words where the same choice is called otherwise elsewhere."""
    own = f"form.choice_of.{field.name}.{choice}"
    return own if own in say else f"form.choice.{choice}"


def _field(say: Words, section: str, field: Field) -> dict[str, Any]:
    hint = f"form.hint.{section}.{field.name}"
    told = {
        "name": field.name,
        "label": say(f"form.label.{section}.{field.name}"),
        "kind": field.kind,
        "optional": field.optional,
        "default": field.default,
        "of": field.of,
        "choices": [[choice, say(_called(say, field, choice))] for choice in field.choices],
        "least": field.least,
        "most": field.most,
        "longest": field.longest,
        "hint": say(hint) if hint in say else "",
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}

"""The library of the first start as a JavaScript module: usual agencies and services, and districts."""

from __future__ import annotations

import json
from functools import cache

from balai.hall_file.library import regencies, usual_agencies
from balai.words import Language

#: Under `static`; it is no file there.
MODULE = "js/start/library.js"


@cache
def module(_language: Language) -> str:
    """The module: the same in every language, since what it proposes becomes the hall's own words."""
    values = {
        "AGENCIES": [agency.told() for agency in usual_agencies()],
        "REGENCIES": [regency.model_dump(mode="json") for regency in regencies()],
    }
    return "".join(
        f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in values.items()
    )

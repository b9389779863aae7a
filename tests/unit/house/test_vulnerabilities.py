"""The job that lists known vulnerabilities: what it makes of the answers; none is not a good one."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tools.vulnerabilities import FOUND, UNKNOWN, NotLooked, main

CLEAN = {"dependencies": [{"name": "flask", "version": "3.1.3", "vulns": []}]}
HIT = {"id": "PYSEC-2030-7", "fix_versions": ["3.1.4"], "aliases": [], "description": "x"}
HURT = {"dependencies": [{"name": "flask", "version": "3.1.3", "vulns": [HIT]}]}
SKIPPED = {"dependencies": [{"name": "flask", "skip_reason": "not found on the index"}]}
NPM_CLEAN: object = {"vulnerabilities": {}}
NPM_VIA = {"url": "https://github.com/advisories/GHSA-xxxx", "title": "x"}
NPM_HURT = {"vulnerabilities": {"ws": {"range": "<8", "via": [NPM_VIA, "another"]}}}


def looked(python: object, browser: object) -> int:
    def run(command: Sequence[str]) -> str:
        asked = browser if command[0] == "npm" else python
        if isinstance(asked, Exception):
            raise asked
        return asked if isinstance(asked, str) else json.dumps(asked)

    return main(run)


@pytest.mark.parametrize(
    ("python", "browser", "code", "said"),
    [
        (CLEAN, NPM_CLEAN, 0, "No vulnerability is known"),
        (HURT, NPM_CLEAN, FOUND, "flask 3.1.3: PYSEC-2030-7, 3.1.4"),
        (CLEAN, NPM_HURT, FOUND, "ws <8: GHSA-xxxx, not mended yet"),
        (CLEAN, {"message": "request failed"}, UNKNOWN, "browser: nobody looked"),
        (SKIPPED, NPM_CLEAN, UNKNOWN, "not found on the index"),
        ({"dependencies": []}, NPM_CLEAN, UNKNOWN, "named no package"),
        ("ConnectionError: no route", NPM_CLEAN, UNKNOWN, "no route"),
        ("", NPM_CLEAN, UNKNOWN, "no answer"),
        (NotLooked("no such program"), NPM_CLEAN, UNKNOWN, "no such program"),
        (NotLooked("no such program"), NPM_HURT, FOUND, "GHSA-xxxx"),
    ],
)
def test_only_answers_of_both_databases_make_it_well(
    python: object, browser: object, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert looked(python, browser) == code
    assert said in capsys.readouterr().out

"""What all the tests share."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import providers

#: `make unit`: loads and looks no further than its tests need.
FAST = os.environ.get("HYPOTHESIS_PROFILE") == "fast"

# What loading makes stays to the end: looking through it for waste took a tenth of the fast tests' time.
gc.disable()

pytest_plugins = (
    "tests.support.pages.browser",
    "tests.support.hub.forking",
    "tests.support.hub.services",
    "tests.support.hub.stores",
    "tests.support.wall.tape",
    "tests.support.wheels",
)

# What commands and errors say is expected in English, whatever the locale of who runs the tests.
os.environ["BALAI_LANG"] = "en"


def _spare() -> None:
    """Do without what is loaded where it happens to be installed: tracebacks in colours; and without reading
    every module for constants that examples might be made of, which other runs do."""
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # None: it cannot be imported
    vars(providers)["_get_local_constants"] = lambda: vars(providers)["_local_constants"]


def _log_plainly() -> None:
    """Tracebacks with every local variable take longer to write than most tests to run."""
    import structlog  # what it loads is spared above

    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )


if FAST:
    _spare()
_log_plainly()

# No example fails for being slow on a busy machine, and a run for a decision repeats exactly.
settings.register_profile(
    "dev", deadline=None, print_blob=True, max_examples=10, stateful_step_count=30, database=None
)
settings.register_profile(
    "ci", settings.get_profile("dev"), max_examples=300, stateful_step_count=40, derandomize=True
)
settings.register_profile("some", settings.get_profile("ci"), max_examples=40)
settings.register_profile(
    "fast", settings.get_profile("dev"), max_examples=3, stateful_step_count=20,
    phases=(Phase.explicit, Phase.generate), suppress_health_check=tuple(HealthCheck),
)  # fmt: skip
# `make prove` runs the rules with "ci", as a step of `make test` with "some"; `make unit` runs with "fast".
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "dev")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave alone for good what loading has made, and collect what tests make as usual: also in the process
    that loads no tests itself, since its workers do. The fast tests are done before that is worth it."""
    try:
        return (yield)
    finally:
        gc.freeze()
        if not FAST:
            gc.enable()

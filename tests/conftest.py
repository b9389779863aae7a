"""What all the tests share."""

import os

from hypothesis import settings

pytest_plugins = ("tests.support.browser", "tests.support.services", "tests.support.stores")

# No example fails for being slow on a busy machine, and a run for a decision repeats exactly.
settings.register_profile("balai", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("balai")

"""What all the tests share."""

pytest_plugins = ("tests.support.services",)

"""A hub with its managers at the pages of its settings."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.support.pages.people import AtPages


class Hall(AtPages):
    """The hall's settings as the hub has them, beside the pages."""

    def asked(self, path: str) -> Any:
        """What the hub answers a manager."""
        api = self.hub.staff("kepala", self.passwords["kepala"])
        try:
            return api.ask("GET", path).ok()
        finally:
            api.close()

    def clear(self) -> None:
        """Throw away the draft that a test before has left."""
        api = self.hub.staff("kepala", self.passwords["kepala"])
        api.change("/hall/draft/discard", state=api.ask("GET", "/hall/draft").ok()["state"]).ok()
        api.close()


def choose(tab: Page, agency: str, service: str) -> None:
    """Choose a service in the tree of the page of services."""
    tab.get_by_role("navigation", name="Layanan").get_by_role("button", name=agency).click()
    tab.get_by_role("navigation", name="Layanan").get_by_role("button", name=service).click()


def fill(tab: Page, label: str, text: str) -> None:
    """Write in a field and leave it."""
    found = tab.get_by_label(label, exact=True)
    found.fill(text)
    found.press("Tab")

"""People at the pages of a real hub, each in a browser that stays signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, expect

from demo.driving.hubs import Hub
from tests.support.pages.browser import tablet_context


@dataclass
class AtPages:
    """A hub and its people; `shows` selects what a page of theirs has once they are signed in."""

    hub: Hub
    passwords: dict[str, str]
    browser: Browser
    shows: str
    tabs: dict[str, Page] = field(default_factory=dict, kw_only=True)

    def open(self, who: str, page: str, width: int = 1440) -> Page:
        """Somebody's browser on a page, signed in, so many pixels wide."""
        tab = self.tabs.get(who)
        if tab is None:
            tab = self.tabs[who] = tablet_context(self.browser, 1440, 900).new_page()
            tab.goto(f"{self.hub.url}/{page}")
            tab.get_by_label("Nama pengguna").fill(who)
            tab.get_by_label("Kata sandi").fill(self.passwords[who])
            tab.get_by_role("button", name="Masuk").click()
        else:
            tab.set_viewport_size({"width": 1440, "height": 900})
            tab.goto(f"{self.hub.url}/{page}")
        expect(tab.locator(self.shows)).to_be_visible()
        if width != 1440:
            tab.set_viewport_size({"width": width, "height": 900 if width > 400 else 740})
        return tab

    def leave(self) -> None:
        """Close the browsers."""
        for tab in self.tabs.values():
            tab.context.close()


def rested(button: Locator) -> Locator:
    """A button that takes a tap: what has just come rests, so that nobody agrees to what was not seen."""
    expect(button).not_to_have_attribute("aria-disabled", "true")
    return button

"""Pictures of pages as a real browser shows them: halls that stand still, a hub for each, one browser.

A picture is a scene at one of its sizes. A scene is loaded once for its sizes, one after another.
"""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from demo.driving.cable import Cable
from demo.driving.wait import eventually
from tests.support.pages.browser import tablet_context
from tests.support.pages.scenes import SCENES, Scene, Size
from tests.support.pages.standing_halls import NOW, Standing, token_of
from tests.support.pages.told_halls import HALLS

#: All that a page waits for has come: letters, pictures, answers to what was tapped.
_STILL = """() => document.fonts.status === "loaded" && [...document.images].every((one) => one.complete)
  && !document.querySelector('[aria-busy="true"]')"""
#: What is made anew each time, as passwords are, is shown as if it were always the same.
_ALIKE = """() => { for (const one of document.querySelectorAll("code"))
  if (/^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/.test(one.textContent)) one.textContent = "abcd-efgh-jkmn-pqrs"; }"""
#: A preview of paper is drawn by a program of its own, which begins when the first one is asked for.
REST_SECONDS = 90.0
#: A picture is taken when nothing has moved for so many looks.
LOOKS = 2


def pictures() -> dict[str, tuple[str, Size]]:
    """Every picture by name: its scene and its size."""
    return {f"{name}-{size[0]}": (name, size) for name, scene in SCENES.items() for size in scene.sizes}


@dataclass
class Gallery:
    """Shows scenes. What it has begun it ends with `close`."""

    browser: Browser
    folder: Path
    _halls: dict[str, Standing] = field(default_factory=dict)
    _contexts: dict[tuple[str, str], BrowserContext] = field(default_factory=dict)
    _ends: ExitStack = field(default_factory=ExitStack)
    _shown: str = ""
    _page: Page | None = None
    _flying: set[Request] = field(default_factory=set)

    def show(self, name: str, size: Size) -> Page:
        """The page of a scene, at a size, when it has come to rest."""
        if self._shown != name or self._page is None:
            if self._page is not None:
                self._page.close()
            self._shown, self._page = "", self._opened(SCENES[name])
            self._shown = name
        page = self._page
        page.set_viewport_size({"width": size[0], "height": size[1]})
        self._rest(page)
        page.evaluate(_ALIKE)
        if part := SCENES[name].part:
            page.locator(part).first.evaluate("(seen) => seen.scrollIntoView({ block: 'start' })")
        return page

    def settled(self, name: str, size: Size) -> Image.Image:
        """What is seen of it once nothing moves any more."""
        page = self.show(name, size)
        looks = [taken(page)]

        def still() -> bool:
            looks.append(taken(page))
            return len(looks) > LOOKS and all(one == looks[-1] for one in looks[-LOOKS:])

        eventually(still, what="a picture that stands still", interval=0.8)
        return looks[-1]

    def close(self) -> None:
        """End all of it."""
        self._ends.close()

    def _opened(self, scene: Scene) -> Page:
        page = self._context(scene).new_page()
        self._flying.clear()
        page.on("request", lambda one: self._flying.add(one))  # noqa: PLW0108  # it marks what it is given
        # Of an answer that nobody reads to its end no other event tells.
        page.on("response", lambda one: self._flying.discard(one.request))
        page.on("requestfailed", lambda one: self._flying.discard(one))  # noqa: PLW0108
        width, height = scene.sizes[0]
        page.set_viewport_size({"width": width, "height": height})
        hall = self._hall(scene.hall)
        cable = self._ends.enter_context(Cable(hall.port)) if scene.cut else None
        page.emulate_media(media="print" if scene.printed else "screen")
        page.goto((cable or hall).url + scene.path)
        expect(page.locator(scene.ready).first).to_be_visible()
        for deed in scene.deeds:
            self._rest(page)
            deed(page)
        if cable is not None:
            self._rest(page)
            cable.pull()
            expect(page.locator(scene.cut).first).to_be_visible()
        return page

    def _rest(self, page: Page) -> None:
        # Events are heard while the browser is asked, not beside it.
        eventually(lambda: page.evaluate(_STILL) and not self._flying, REST_SECONDS, what="a page at rest")

    def _hall(self, name: str) -> Standing:
        if name not in self._halls:
            folder = self.folder / name
            folder.mkdir()
            self._halls[name] = HALLS[name](folder)
            self._ends.callback(self._halls[name].close)
        return self._halls[name]

    def _context(self, scene: Scene) -> BrowserContext:
        key = scene.hall, scene.who
        if key not in self._contexts:
            context = tablet_context(self.browser)
            self._ends.callback(context.close)
            context.clock.set_fixed_time(NOW)
            if scene.who:
                cookie = self._hall(scene.hall).cookie
                kept = {"name": cookie, "value": token_of(scene.who), "domain": "127.0.0.1", "path": "/"}
                context.add_cookies([kept])  # type: ignore[list-item]
            self._contexts[key] = context
        return self._contexts[key]


def taken(page: Page) -> Image.Image:
    """What the screen shows."""
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")

"""Draws what has changed since the last scene, and lets surroundings change within 300 ms."""

from __future__ import annotations

from dataclasses import replace

import pygame

from balai.text.wrapping import wrap
from balai.words import words_in
from display.mishaps import Mishaps
from display.picture.panel import Plan
from display.picture.scene import Listing, Overlay, Scene
from display.renderer import bars, cells, message, rest, video
from display.renderer.call import draw_call, draw_number, number_field
from display.renderer.hero import draw_hero
from display.renderer.info import (
    ENTRY_SIZE,
    ENTRY_WIDTH,
    NOTICE_SIZE,
    UPRIGHT_SIZE,
    Pictures,
    draw_full,
    draw_info,
    info_area,
)
from display.renderer.open_calls import draw_open_calls
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import Face
from drawing.fading import Fade, Wanted
from drawing.palette import INK_100, INK_950

#: What was drawn, and whether it may come gently.
Changed = tuple[Box, bool]


class Renderer:
    """One surface and what stands on it. `pictures` are for the information panel; a part that cannot be
    drawn is noted in `mishaps`, and the rest is drawn. What comes gently stops while something else is
    `wanted`."""

    def __init__(
        self,
        surface: pygame.Surface,
        pictures: Pictures | None = None,
        mishaps: Mishaps | None = None,
        wanted: Wanted = lambda: False,
    ) -> None:
        self.pictures, self._wanted = pictures, wanted
        self._mishaps = mishaps or Mishaps()
        self._begin(surface)

    def _begin(self, surface: pygame.Surface) -> None:
        self._surface = surface
        # Always up to date; the surface follows it at once or gently.
        self._picture = pygame.Surface(surface.get_size(), 0, 32)
        self._canvas = WallCanvas(self._picture)
        self._front = WallCanvas(surface, self._canvas.kept)
        self._fades: list[Fade] = []
        self._shown: Scene | None = None

    @property
    def animating(self) -> bool:
        """Whether the picture is still on its way."""
        return bool(self._fades)

    @property
    def size(self) -> tuple[int, int]:
        """The surface's real pixels."""
        return self._surface.get_size()

    def wrap(self, text: str) -> list[str]:
        """The lines that an entry of the info panel takes."""
        return self._lines(text, ENTRY_WIDTH, ENTRY_SIZE)

    def wrap_wide(self, text: str) -> list[str]:
        """The lines that a text without labels takes: a notice, or all text of an upright panel."""
        size = UPRIGHT_SIZE if self._canvas.plan.portrait else NOTICE_SIZE
        return self._lines(text, self._canvas.plan.info.width, size)

    def _lines(self, text: str, room: float, size: int) -> list[str]:
        face = Face(420, size, INK_100)
        return wrap(text, room, lambda part: self._canvas.width(part, face))

    def forget(self, surface: pygame.Surface) -> None:
        """Draw everything anew next time: the surface lost its picture, or is another."""
        if surface is not self._surface:
            self._begin(surface)
        self._shown, self._fades = None, []

    def rehearse(self, scene: Scene) -> None:
        """Make the pictures that this scene's call, latest call and cells need; none of it is shown."""
        picture = self._picture
        picture.set_clip(pygame.Rect(0, 0, 0, 0))
        try:
            if scene.overlay is not None:
                draw_call(self._canvas, scene.overlay, self._canvas.plan)
            self._upper(replace(scene, notice=None, info=None), None)
            self._cells(scene, None)
        finally:
            picture.set_clip(None)

    def draw_number(self, call: Overlay) -> list[pygame.Rect]:
        """Put the number of a call that takes the screen upon what stands there: it is seen before the rest
        of its picture is made, which is dearer and comes gently. Returns the real pixels that changed."""
        if self._shown is None or self._shown.header is None:
            return []
        plan = self._call_plan(call)
        field = self._mishaps.attempt("call", lambda: draw_number(self._front, call, plan), None)
        return [self._front.rect(field)] if field is not None else []

    def draw(self, scene: Scene, now: float | None = None) -> list[pygame.Rect]:
        """Bring the surface up to date at the real time `now` (s); without one nothing comes gently.
        Returns the real pixels that changed, none if none did."""
        shown, self._shown = self._shown, scene
        rects: list[pygame.Rect] = []
        if scene != shown:
            rects = self._bring(self._changes(scene, shown), now)
        elif now is None:
            rects += [rect for fade in self._fades for rect in fade.rects]
            self._bring([], None)
        return rects + (self._step(now) if now is not None else [])

    def _changes(self, scene: Scene, shown: Scene | None) -> list[Changed]:
        if shown is not None and _mode(shown) == _mode(scene):
            return self._parts(scene, shown)
        plan = self._canvas.plan
        whole = Box(0, 0, plan.width, plan.height)
        stays = shown is not None and shown.header == scene.header and _mode(shown)[1:] == _mode(scene)[1:]
        if stays and scene.header is not None:
            # A call's first picture is the dearest: what is the same is not made again.
            call = scene.overlay is not None and scene.overlay.open is None
            top = plan.signal.bottom if call else plan.header.bottom
            self._canvas.fill(whole._replace(y=top), INK_950)
            self._parts(scene, None, header=False)
        else:
            self._picture.fill(INK_950)
            self._parts(scene, None)
        # What was on its way is overtaken.
        self._fades = []
        if shown is not None and scene.overlay is None and (scene.picture or shown.picture):
            return [(whole, True)]
        if shown is None or _mode(shown)[1:] != _mode(scene)[1:] or scene.header is None:
            return [(whole, False)]
        header: list[Changed] = [(plan.header, False)] if scene.header != shown.header else []
        if scene.overlay is not None:
            return header + self._call_fields(self._call_plan(scene.overlay))
        return [*header, (whole._replace(y=plan.call.y, height=plan.height - plan.call.y), True)]

    def _call_plan(self, call: Overlay) -> Plan:
        """How the picture is divided while a call has it: a list of others may take its part."""
        return self._canvas.plan.beside(call.open.box) if call.open is not None else self._canvas.plan

    @staticmethod
    def _call_fields(plan: Plan) -> list[Changed]:
        number = number_field(plan)
        whose = plan.signal._replace(height=number.y - plan.signal.y)
        return [(number, False), (whose, True), (plan.way, True), (plan.strip_tall, True)]

    def _bring(self, changes: list[Changed], now: float | None) -> list[pygame.Rect]:
        at_once = [self._canvas.rect(box) for box, gently in changes if not gently or now is None]
        gentle = [self._canvas.rect(box) for box, gently in changes if gently and now is not None]
        if now is None:
            at_once += [rect for fade in self._fades for rect in fade.rects]
            self._fades = []
        for rect in at_once:
            self._surface.blit(self._picture, rect, rect)
        if gentle and now is not None:
            for fade in self._fades:
                fade.give_way(gentle)
            self._fades.append(Fade(gentle, now))
        return at_once

    def _step(self, now: float) -> list[pygame.Rect]:
        rects = [
            r for fade in self._fades for r in fade.step(self._surface, self._picture, now, self._wanted)
        ]
        self._fades = [fade for fade in self._fades if not fade.arrived]
        return rects

    def _parts(self, scene: Scene, shown: Scene | None, *, header: bool = True) -> list[Changed]:
        canvas, plan = self._canvas, self._canvas.plan
        canvas.say = words_in(scene.language)
        canvas.beside = words_in(scene.beside) if scene.beside else None
        if scene.picture:
            with self._mishaps.passing("picture"):
                draw_full(canvas, scene.picture, self.pictures)
            return [(Box(0, 0, plan.width, plan.height), True)]
        if scene.header is None:
            with self._mishaps.passing("message"):
                message.draw_message(canvas, scene.message, scene.hints)
            return [(Box(0, 0, plan.width, plan.height), False)]
        changed: list[Changed] = []
        if header and (shown is None or scene.header != shown.header):
            with self._mishaps.passing("header"):
                bars.draw_header(canvas, scene.header, self.pictures)
            changed.append((plan.header, False))
        pages = (scene.grid.page, scene.grid.pages) if scene.grid else (0, 1)
        before = (shown.grid.page, shown.grid.pages) if shown and shown.grid else (0, 1)
        if scene.strip is not None and (shown is None or scene.strip != shown.strip or pages != before):
            with self._mishaps.passing("strip"):
                bars.draw_strip(canvas, scene.strip, pages)
            changed.append((bars.field(canvas, scene.strip.tall), scene.overlay is not None))
        if scene.overlay is not None:
            return changed + self._call(scene, shown)
        if scene.grid is None:
            return changed + self._resting(scene, shown)
        return changed + self._upper(scene, shown) + self._cells(scene, shown) + self._subtitle(scene, shown)

    def _subtitle(self, scene: Scene, shown: Scene | None) -> list[Changed]:
        if scene.subtitle is None or (shown is not None and scene.subtitle == shown.subtitle):
            return []
        with self._mishaps.passing("subtitle"):
            video.draw_subtitle(self._canvas, scene.subtitle)
        return [(video.words_area(self._canvas), False)]

    @property
    def video_rect(self) -> pygame.Rect:
        """The real pixels of a video's picture."""
        return self._canvas.rect(self._canvas.plan.video)

    def draw_frame(self, frame: pygame.Surface) -> list[pygame.Rect]:
        """Put a frame of the video in its place; returns the real pixels that changed."""
        rect = self._mishaps.attempt("video", lambda: video.draw_frame(self._canvas, frame), None)
        if rect is None:
            return []
        self._surface.blit(self._picture, rect, rect)
        return [rect]

    def _call(self, scene: Scene, shown: Scene | None) -> list[Changed]:
        changed: list[Changed] = []
        if scene.notice is not None and (shown is None or scene.notice != shown.notice):
            with self._mishaps.passing("notice"):
                bars.draw_notice(self._canvas, scene.notice, self._canvas.plan.strip_tall)
            changed.append((self._canvas.plan.strip_tall, True))
        call = scene.overlay
        before = shown.overlay if shown is not None else None
        if call is None or call == before:
            return changed
        plan = self._call_plan(call)
        with self._mishaps.passing("call"):
            draw_call(self._canvas, call, plan)
        changed += self._call_fields(plan)[:3]
        if call.open is not None and (before is None or before.open != call.open):
            changed += self._listed(call.open, before.open if before is not None else None)
        return changed

    def _listed(self, listing: Listing, before: Listing | None) -> list[Changed]:
        drawn: list[Box] = []
        with self._mishaps.passing("call"):
            drawn = draw_open_calls(self._canvas, listing, before)
        return [(box, False) for box in drawn]

    def _resting(self, scene: Scene, shown: Scene | None) -> list[Changed]:
        if scene.said:
            if shown is not None and scene.said == shown.said:
                return []
            with self._mishaps.passing("announcement"):
                message.draw_said(self._canvas, scene.said, message.while_closed(self._canvas.plan))
            return [(self._canvas.plan.rest, True)]
        changed: list[Changed] = []
        if scene.rest is not None and (shown is None or scene.rest != shown.rest):
            with self._mishaps.passing("rest"):
                rest.draw_rest(self._canvas, scene.rest)
            changed.append((rest.field(self._canvas), True))
        if shown is None or scene.info != shown.info:
            area = info_area(rest.info_field(self._canvas))
            self._canvas.fill(area, INK_950)
            picture = scene.info is not None and bool(scene.info.picture)
            with self._mishaps.passing("info"):
                draw_info(self._canvas, scene.info, rest.info_box(self._canvas, picture), self.pictures)
            changed.append((area, True))
        return changed

    def _upper(self, scene: Scene, shown: Scene | None) -> list[Changed]:
        changed: list[Changed] = []
        canvas = self._canvas
        plan = canvas.stale_plan if scene.notice is not None else canvas.plan
        if scene.notice is not None and (shown is None or scene.notice != shown.notice):
            with self._mishaps.passing("notice"):
                bars.draw_notice(canvas, scene.notice, plan.notice)
            changed.append((plan.notice, False))
        if shown is not None and scene.said != shown.said:
            canvas.fill(message.field(plan), INK_950)
            changed.append((message.field(plan), True))
        if scene.said and (shown is None or scene.said != shown.said):
            with self._mishaps.passing("announcement"):
                message.draw_said(canvas, scene.said, message.band(plan))
        if scene.hero is not None and (shown is None or scene.hero != shown.hero):
            smallest = scene.grid.smallest if scene.grid else 0
            with self._mishaps.passing("hero"):
                draw_hero(canvas, scene.hero, plan.hero, smallest)
            changed.append((plan.hero, False))
        if (shown is None or scene.info != shown.info) and not (scene.said and not plan.portrait):
            with self._mishaps.passing("info"):
                draw_info(canvas, scene.info, plan.info, self.pictures)
            changed.append((info_area(plan.info), True))
        return changed

    def _cells(self, scene: Scene, shown: Scene | None) -> list[Changed]:
        grid = scene.grid
        if grid is None:
            return []
        if scene.open is not None:
            listed = shown.open if shown is not None else None
            return self._listed(scene.open, listed) if scene.open != listed else []
        plan = self._canvas.stale_plan if scene.notice is not None else self._canvas.plan
        old = shown.grid if shown is not None else None
        before = old.cells if old is not None else ()
        turned = old is not None and old.page != grid.page
        changed: list[Changed] = []
        if len(before) != len(grid.cells):
            before = ()
            self._canvas.fill(cells.area(plan), INK_950)
            changed.append((cells.area(plan), turned))
        for index, (cell, box) in enumerate(zip(grid.cells, cells.places(grid, plan), strict=True)):
            if index >= len(before) or cell != before[index]:
                with self._mishaps.passing("cell"):
                    cells.draw_cell(self._canvas, cell, box, grid)
                changed.append((cells.field(box), turned and not cell.fresh))
        return changed


def _mode(scene: Scene) -> tuple[object, ...]:
    """What the division of the screen hangs on; whether a call has the screen comes first."""
    grid = (scene.grid.columns, scene.grid.rows, scene.grid.beside) if scene.grid else None
    kind = scene.header is None, scene.notice is not None, scene.rest is not None, scene.open is not None
    beside = scene.overlay.open.box if scene.overlay and scene.overlay.open else None
    language = scene.language, scene.beside
    return scene.overlay is not None, *kind, grid, beside, language, scene.picture

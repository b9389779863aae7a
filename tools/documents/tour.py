"""Take the pictures of the training pages (docs/tour) from the running product: a hall that has had a week
and is in the middle of a morning, its manager and its staff in Chromium. `make tour`; look at what it wrote,
and commit it.
"""

from __future__ import annotations

import io
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from balai import __version__
from balai.clock import ScaledClock
from balai.hall_file.read import load_hall
from demo.driving.api import Api
from demo.driving.hubs import ROOT, SAMPLE_HALL, Hub, Site
from demo.driving.past import DATE, played_day, put, texts
from demo.driving.tablets import Tablet
from demo.driving.wait import eventually
from server.auth.roles import Role
from tests.support.pages.browser import ARGUMENTS, chromium_program, tablet_context

PICTURES = ROOT / "docs" / "tour"
#: When they are taken, whatever the hour is: the Monday after a week.
MORNING = datetime.fromisoformat("2026-04-20T10:42:00+08:00")
TODAY = MORNING.date()
WEEK = tuple(date(2026, 4, 13) + timedelta(days=n) for n in range(5))
#: Whoever sat at this counter goes, so that it can be opened for the pictures.
FREED = "loket-1"
#: A palette is enough for pages, and a fifth of the size.
COLOURS = 160


def main() -> None:
    """A hall for some minutes."""
    PICTURES.mkdir(exist_ok=True)
    expect.set_options(timeout=90_000)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        hall = Path(name) / "balai.toml"
        hall.write_bytes(SAMPLE_HALL.read_bytes())
        clock = ScaledClock(time.time(), MORNING, 1.0).spec
        site = stack.enter_context(Site(Path(name), hall=hall, clock=clock))
        passwords = {who: site.account(who, role) for who, role in _people(site).items()}
        _had_a_week(site)
        devices = {
            kind: site.device(kind, name) for kind, name in (("kiosk", "kios-1"), ("display", "layar-1"))
        }
        hub = site.start()
        # The figures of closed days are kept when they are asked for: not while a picture waits for them.
        hub.staff("kepala", passwords["kepala"]).get("/reports?first=2026-04-13&last=2026-04-17").ok()
        stack.enter_context(_tablets(hub, passwords))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
        stack.callback(browser.close)
        for kind, token in devices.items():
            _reports(hub, kind, token)
        _manager(_signed_in(browser, hub, "kepala", passwords["kepala"]), hub)
        _goes(hub.staff("petugas-1", passwords["petugas-1"]))
        _staff(_signed_in(browser, hub, "rahma", passwords["rahma"]), hub)


def _people(site: Site) -> Mapping[str, Role]:
    """A manager, somebody for the counter that is freed, and one for each counter."""
    people: dict[str, Role] = {"kepala": "manager", "rahma": "staff"}
    for desk in load_hall(site.hall).counters:
        people[f"petugas-{desk.number}"] = "staff"
    return people


def _had_a_week(site: Site) -> None:
    """The days before, and this morning until now, with who sits at each counter."""
    from server.store import open_store

    config = load_hall(site.hall)
    week = texts(played_day(config, 200, hours=3), config.hall.id)
    until = datetime.combine(DATE, MORNING.astimezone(UTC).time(), UTC)
    with open_store(site.store) as store:
        found = {one.username: one.actor for one in store.accounts.all(config.hall.id)}
        staff = {desk.id: found[f"petugas-{desk.number}"] for desk in config.counters}
        morning = [one for one in played_day(config, 260, seed=5, hours=3.5, staff=staff) if one.at <= until]
        last = put(store, config.hall.id, week, WEEK)
        put(store, config.hall.id, texts(morning, config.hall.id), [TODAY], last)


@contextmanager
def _tablets(hub: Hub, passwords: Mapping[str, str]) -> Iterator[None]:
    """A tablet that is heard for everybody who sits at a counter."""
    with ExitStack() as stack:
        for who in passwords:
            if who.startswith("petugas-"):
                cookie = hub.staff(who, passwords[who]).cookie
                tablet = stack.enter_context(closing(Tablet((hub.host, hub.port), cookie)))
                eventually(partial(_heard, tablet), what=f"the tablet of {who}")
        yield


def _heard(tablet: Tablet) -> bool:
    return tablet.view is not None


def _goes(staff: Api) -> None:
    """Whoever sat at the counter ends what is in hand, and closes it."""
    counters = staff.get("/state?audience=staff").ok()["data"]["counters"]
    leg = next(one for one in counters if one["id"] == FREED)["leg"]
    if leg is not None and leg["state"] in ("called", "serving"):
        staff.change(f"/counters/{FREED}/finish", leg_id=leg["leg_id"]).ok()
    staff.change(f"/counters/{FREED}/close", waiting="stay").ok()


def _reports(hub: Hub, kind: str, token: str) -> None:
    """A device says that it is well."""
    said = {
        "state": "ok",
        "software": __version__,
        "counts": {"tickets_left": 310} if kind == "kiosk" else {},
    }
    answer = hub.api(token).ask("PUT", "/devices/me/status", said)
    assert answer.status == 204, answer


def _signed_in(browser: Browser, hub: Hub, who: str, password: str) -> Page:
    page = tablet_context(browser, 1280, 800).new_page()
    page.goto(f"{hub.url}/practice")
    page.get_by_label("Nama pengguna").fill(who)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator(".practice-page")).to_be_visible()
    return page


def _manager(page: Page, hub: Hub) -> None:
    _keep(page, "pengelola-latihan")
    steps: dict[str, tuple[str, Callable[[Page], None]]] = {
        "pengelola-langsung": ("day", _at_a_glance),
        "pengelola-layanan": ("agencies", _a_service),
        "pengelola-kalender": ("calendar", _a_friday),
        "pengelola-aturan": ("rules", lambda page: expect(page.locator(".trust")).to_be_visible()),
        "pengelola-laporan": ("reports", _last_week),
    }
    for name, (where, ready) in steps.items():
        page.goto(f"{hub.url}/{where}")
        ready(page)
        _keep(page, name)


def _at_a_glance(page: Page) -> None:
    expect(page.locator(".agency-row").first).to_be_visible()
    expect(page.get_by_text(re.compile("^Diberikan "))).to_be_visible()


def _a_service(page: Page) -> None:
    tree = page.get_by_role("navigation", name="Layanan")
    tree.get_by_role("button", name="Disdukcapil").click()
    tree.get_by_role("button", name="Kartu Identitas Anak").click()
    expect(page.locator(".previews img").first).not_to_have_js_property("naturalWidth", 0)


def _a_friday(page: Page) -> None:
    expect(page.locator(".holidays li").first).to_be_visible()
    page.locator(".week .day-head").nth(4).click()
    expect(page.locator(".told-day")).to_be_visible()
    page.mouse.move(0, 0)


def _last_week(page: Page) -> None:
    page.locator(".span-box .step").first.click()
    expect(page.locator(".heat")).to_be_visible()


def _staff(page: Page, hub: Hub) -> None:
    page.goto(f"{hub.url}/staff")
    counter = page.get_by_role("button", name=re.compile(r"^Loket 1\b"))
    expect(counter).to_be_visible()
    _keep(page, "petugas-pilih-loket")
    counter.click()
    call = page.get_by_role("button", name=re.compile("Panggil berikutnya"))
    expect(call).to_be_enabled()
    _keep(page, "petugas-siap")
    call.click()
    present = page.get_by_role("button", name=re.compile("^Hadir"))
    expect(present).to_be_visible()
    _keep(page, "petugas-dipanggil")
    present.click()
    expect(page.get_by_role("button", name="Alihkan")).to_be_visible()
    _keep(page, "petugas-melayani")


def _keep(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    # On a busy machine an answer may come late, of which a page tells: some pages until they are asked anew.
    expect(page.locator(".strip")).to_have_count(0)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    _in_its_colours(shot).save(PICTURES / f"{name}.png", optimize=True)


def _in_its_colours(shot: Image.Image) -> Image.Image:
    """A page in those of its colours that it has most of, as they are: an agency's badge keeps its own."""
    counted = Counter(zip(*[iter(shot.tobytes())] * 3, strict=True)).most_common(COLOURS)
    palette = Image.new("P", (1, 1))
    palette.putpalette(bytes(value for colour, _ in counted for value in colour))
    return shot.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()

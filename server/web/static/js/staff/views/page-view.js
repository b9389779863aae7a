// The whole page for what the tablet knows now.
import { badge, button, icon, rests, strip } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { signInView } from "../../kit/entry/sign-in-view.js";
import { clockText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { chooseView, waitingView } from "./choose-view.js";
import { deskView } from "./desk-view.js";
import { queueView } from "./queue-view.js";
import { sheetView } from "./sheet-view.js";
import { kioskTexts } from "../facts/kiosks.js";
import { breakOver, closingText, endedText } from "../facts/reminders.js";
import { inHand, deskName } from "../../kit/visits/state.js";

function linkState(app, zone) {
  const told = (kind, sign, words) => h("span", { class: `it state ${kind}` }, icon(sign), h("span", { class: "words" }, words));
  if (app.busy) return told("sending", "again", say("common.sending"));
  if (app.link.up) return told("ok", "link", say("staff.link.up"));
  if (app.link.up === null) return told("", "link", say("staff.link.connecting"));
  return told("warn", "nolink", say("staff.link.down", { at: clockText(app.link.since, zone) }));
}

function menuPanel(app, act, counter) {
  const leg = counter ? inHand(counter) : null;
  const off = !app.link.up || leg !== null || app.unsent || app.busy !== null;
  const hint = !app.link.up || app.unsent ? say("staff.link.waiting") : leg ? say("staff.menu.busy", { number: leg.number }) : counter ? say("staff.menu.sign_out_hint") : null;
  return h("div", { key: "panel", class: "panel", id: "menu" },
    // Where the bar has no room for them.
    h("p", { key: "who", class: "on-phone" }, app.account.display_name),
    counter ? h("div", { key: "break", class: "on-phone" }, breakSwitch(app, act, counter)) : null,
    app.state ? button({ key: "find", className: "btn", off: !app.link.up, act: () => act.finding.open() }, icon("search"), say("staff.find.title")) : null,
    app.state ? button({ key: "give", className: "btn", off: !app.link.up, act: () => act.giving.open() }, icon("paper"), say("staff.give.title")) : null,
    app.state ? button({ key: "book", className: "btn", off: !app.link.up, act: () => act.booking.open() }, icon("clock"), say("staff.book.title")) : null,
    app.state ? button({ key: "announce", className: "btn", off: !app.link.up, act: () => act.announcing.open() },
      icon("mic"), say("staff.announce.title")) : null,
    app.state ? button({ key: "unserved", className: "btn", off: !app.link.up, act: () => act.unserved.open() }, icon("ring"), say("staff.unserved.title")) : null,
    app.account.pages?.includes("desk") ? h("a", { key: "desk", class: "btn", href: "/desk" }, say("desk_page.title")) : null,
    app.account.pages?.includes("day") ? h("a", { key: "day", class: "btn", href: "/day" }, say("staff.menu.day")) : null,
    app.account.pages?.includes("reports") ? h("a", { key: "reports", class: "btn", href: "/reports" }, say("report_page.title")) : null,
    app.account.pages?.includes("why") ? h("a", { key: "why", class: "btn", href: "/why" }, say("why_page.title")) : null,
    app.account.pages?.includes("agencies") ? h("a", { key: "agencies", class: "btn", href: "/agencies" }, say("settings_page.menu")) : null,
    app.account.pages?.includes("devices") ? h("a", { key: "devices", class: "btn", href: "/devices" }, say("staff.menu.devices")) : null,
    app.account.pages?.includes("trail") ? h("a", { key: "trail", class: "btn", href: "/trail" }, say("trail_page.title")) : null,
    app.account.pages?.includes("rules") ? h("a", { key: "rules", class: "btn", href: "/rules" }, say("rules_page.title")) : null,
    app.account.pages?.includes("practice") ? h("a", { key: "practice", class: "btn", href: "/practice" }, say("practice_page.title")) : null,
    app.account.pages?.includes("people") ? h("a", { key: "people", class: "btn", href: "/people" }, say("people_page.title")) : null,
    counter ? button({ key: "leave", className: "btn", off, act: () => act.leave(counter) }, say("staff.menu.leave")) : null,
    button({ key: "out", className: "btn", off, act: () => act.signOut(counter) }, say("common.sign_out")),
    hint ? h("p", { key: "hint" }, hint) : null,
    button({ key: "sound", className: "brk", role: "switch", "aria-checked": String(app.loud), act: () => act.turnSound() },
      h("i", { "aria-hidden": "true" }), say("staff.menu.sound")),
    button({ key: "keys", className: "btn", act: () => act.sheet({ kind: "keys" }) }, say("staff.keys.title")));
}

function bar(app, act, counter) {
  const zone = app.state?.hall.time_zone;
  const agency = counter ? app.state.agencies[counter.agency_id] : null;
  return h("header", { key: "bar", class: `bar${app.busy ? " sending" : ""}` },
    agency ? badge(agency, "lit", "low", true) : null,
    h("span", { class: "desk" }, counter ? say("staff.desk.counter", { counter: deskName(counter) }) : app.state?.hall.name ?? "Balai"),
    agency ? h("span", { class: "agency" }, agency.short_name) : null,
    h("div", { key: "menu", class: "menu", onkeydown: (event) => { if (event.key === "Escape") act.menu(false); } },
      button({ key: "toggle", className: "menu-button", act: () => act.menu(!app.menu),
        "aria-expanded": String(app.menu), "aria-controls": "menu" },
      icon("person"), h("span", { class: "sr" }, `${say("common.menu")}, `), h("span", { class: "name" }, app.account.display_name),
      icon("down", "small"), icon("menu", "on-phone")),
      app.menu ? menuPanel(app, act, counter) : null),
    linkState(app, zone),
    h("span", { class: "it clock" }, h("b", {}, clockText(app.now, zone))),
    counter ? breakSwitch(app, act, counter) : null);
}

function breakSwitch(app, act, counter) {
  const on = counter.status === "paused";
  return button({
    key: "break", className: "brk", role: "switch", "aria-checked": String(on), act: () => act.toggleBreak(counter),
    off: app.unsent || rests(app), busy: app.busy?.what === "pause",
  }, h("i", { "aria-hidden": "true" }), say("staff.menu.pause"));
}

/** Who was left unserved today, with the codes of their rights. */
const listButton = (app, act) => button({ key: "list", className: "link", off: !app.link.up, act: () => act.unserved.open() }, say("staff.unserved.open"));

function strips(app, act, counter) {
  const over = breakOver(app.state, counter);
  const ended = endedText(app.ended);
  const closing = app.state ? closingText(app.state, counter, app.now) : null;
  const kept = app.waitingFinishes.map((item) => item.number).join(", ");
  return [
    app.link.up === false
      ? strip("lost", "warn", "nolink", h("b", {}, say("staff.link.lost")), " ", say("staff.link.lost_rest"))
      : null,
    app.slow && app.link.up ? strip("slow", "warn", "clock", say("common.slow")) : null,
    kept && app.unsent ? strip("kept", "warn", "done", say("staff.link.kept", { numbers: kept })) : null,
    over ? strip("over", "warn", "clock", over) : null,
    closing ? strip("closing", "warn", "clock", closing) : null,
    ended ? strip("ended", "warn", "clock", ended, " ", listButton(app, act)) : null,
    ...(app.state && app.link.up ? kioskTexts(app.kiosks, app.state, app.now) : []).map(({ key, text }) => strip(key, "warn", "ring", text)),
    app.notice ? strip("notice", "stop", "warn", app.notice) : null,
    app.told ? strip("told", "ok", "ring", app.told) : null,
  ].filter(Boolean);
}

/** Everything under `#app`. `counter` is the one that is held, if any. */
export function pageView(app, act, counter) {
  if (!app.account) return [signInView(app, act)];
  const bands = strips(app, act, counter);
  const head = [bar(app, act, counter), ...bands];
  if (!app.state) return [...head, waitingView(app)];
  if (!counter) return [...head, chooseView(app, act), sheetView(app, act, null)].filter(Boolean);
  const tight = bands.length ? " tight" : "";
  return [...head, h("div", { key: "desk", class: `desk-grid${tight}` },
    deskView(app, act, counter), queueView(app, act, counter)), sheetView(app, act, counter)].filter(Boolean);
}

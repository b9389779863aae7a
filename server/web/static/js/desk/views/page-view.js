// The whole page of the information desk: a number and its way on the left, giving one on the right.
import { askingStrip } from "../../kit/living.js";
import { announceSheet } from "../../kit/announcing/announce-view.js";
import { brandBar, slimBar } from "../../kit/manager-bar.js";
import { tabs } from "../../kit/ways.js";
import { button, icon, rests, strip } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { frame, goButton } from "../../kit/sheet.js";
import { signInView } from "../../kit/entry/sign-in-view.js";
import { clockText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { bookSheet } from "../../kit/visits/book-view.js";
import { LINE_SHEETS } from "../../kit/visits/line-view.js";
import { TICKET_SHEETS } from "../../kit/visits/ticket-view.js";
import { stepSheet, visitView } from "./visit-view.js";

function strips(app) {
  return [
    app.link.up === false && app.state ? strip("lost", "warn", "nolink", h("b", {}, say("day_page.lost", { at: clockText(app.link.since, app.zone) })), " ", say("day_page.lost_rest")) : null,
    askingStrip(app),
    app.notice ? strip("notice", "stop", "warn", app.notice) : null,
    app.told ? strip("told", "ok", "ring", app.told) : null,
  ].filter(Boolean);
}

function search(app, act) {
  return h("form", { key: "find", class: "find-box", role: "search", novalidate: true, onsubmit: (event) => { event.preventDefault(); act.look(); } },
    icon("search"), h("label", { for: "find-number" }, say("desk_page.find")),
    h("input", { key: "input", id: "find-number", value: app.typed, maxlength: 20, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", enterkeyhint: "search",
      oninput: (event) => act.type(event.target.value) }),
    app.typed ? button({ key: "clear", className: "x", act: () => act.clear(), "aria-label": say("desk_page.clear") }, icon("close")) : null,
    h("button", { type: "submit", class: "btn primary", "aria-busy": app.looking ? "true" : null }, say("staff.find.go")));
}

function pane(app, act) {
  const { title, body, go, words } = TICKET_SHEETS.give(app, act.pane, null, app.wish, true);
  const off = go.off || rests(app);
  return h("aside", { key: "give", class: "give", "aria-labelledby": "give-title" }, h("h2", { id: "give-title" }, title), h("div", { class: "give-body" }, body),
    button({ key: "go", className: "btn primary cta", off, busy: app.busy?.what === "give", "data-off": off ? true : null, act: go.act }, words),
    h("div", { class: "also" },
      button({ key: "book", className: "btn", off: rests(app), act: () => act.booking.open() }, icon("clock"), say("desk_page.book")),
      button({ key: "announce", className: "btn", off: rests(app), act: () => act.announcing.open() }, icon("mic"), say("desk_page.announce"))));
}

const SHEETS = { ...LINE_SHEETS, ...TICKET_SHEETS, book: bookSheet, step: stepSheet, announce: (app, act, counter, sheet) => announceSheet(app, act, sheet) };

function sheetOf(app, act) {
  if (!app.sheet || !SHEETS[app.sheet.kind]) return null;
  const whole = SHEETS[app.sheet.kind](app, act, null, app.sheet);
  return frame(act, app.sheet, whole.title, whole.body, whole.go ? goButton(app, whole.go, whole.words) : null, whole.foot, whole.out);
}

function plain(key, title, hint, action = null) {
  return h("main", { key, class: "plain" }, h("h1", {}, title), h("p", {}, hint), action);
}

function unanswered(app) {
  const lost = app.link.up === false;
  return plain("unanswered", say(lost ? "device_page.lost.never" : "day_page.asking"), say(lost ? "device_page.lost.never_hint" : "device_page.lost.asking_hint"));
}

/** Everything under `#app`. */
export function deskPageView(app, act) {
  if (!app.account) return app.known ? [signInView(app, act, say("device_page.sign_in"))] : [brandBar(), unanswered(app)];
  if (app.denied) return [brandBar(), plain("denied", say("device_page.denied.title"), say("day_page.denied", { name: app.account.display_name }), h("a", { class: "btn primary", href: "/staff" }, say("device_page.denied.go")))];
  const head = [slimBar(app, act), tabs(app, "desk"), ...strips(app)];
  if (!app.state) return [...head, unanswered(app)];
  return [...head, h("div", { key: "desk", class: "info-desk" },
    h("main", { class: "number-side" }, h("h1", { class: "sr" }, say("desk_page.title")), search(app, act),
      h("div", { key: "fault", role: "alert" }, app.fault ? h("p", { class: "fault" }, icon("warn"), app.fault) : null),
      app.visit ? visitView(app, act) : h("div", { key: "empty", class: "empty" }, h("p", {}, say("desk_page.hint")), h("p", { class: "keys" }, say("desk_page.keys")))),
    pane(app, act)), sheetOf(app, act)].filter(Boolean);
}

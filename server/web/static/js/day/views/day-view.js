// The manager's page of the day: how it stands, where numbers are given, closing in two steps, and the counters.
import { askingStrip } from "../../kit/living.js";
import { brandBar, slimBar } from "../../kit/manager-bar.js";
import { tabs } from "../../kit/ways.js";
import { button, icon, rests, strip } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { signInView } from "../../kit/entry/sign-in-view.js";
import { clockText, dayText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { counterRow } from "./counter-row.js";
import { figures } from "./figures-view.js";
import { liveView } from "./live-view.js";
import { daySheet } from "./sheets.js";
import { scopeName, stopText } from "./words.js";

function stoppedRow(app, act, stopped) {
  return h("li", { key: stopped.scope },
    h("span", { class: "state stop" }, icon("stop")),
    h("div", {}, h("b", {}, scopeName(app, stopped.scope)), h("p", {}, stopText(app, stopped))),
    app.may("numbers.stop")
      ? button({ key: "go", className: "btn", off: rests(app), busy: app.busy === `go:${stopped.scope}`, "data-off": app.link.up ? null : true,
        act: () => act.goOn(stopped.scope) }, icon("go"), say("day_page.go_on"), h("span", { class: "sr" }, ` ${scopeName(app, stopped.scope)}`))
      : null);
}

function numbers(app, act) {
  const { stopped } = app.state;
  return h("section", { key: "numbers", class: "block" },
    h("h2", {}, say("day_page.numbers")),
    stopped.length
      ? h("ul", { class: "stopped" }, stopped.map((one) => stoppedRow(app, act, one)))
      : h("p", { key: "well", class: "state ok" }, icon("ring"), say("day_page.given")),
    app.may("numbers.stop")
      ? button({ key: "stop", className: "btn wide", off: rests(app), "data-off": app.link.up ? null : true,
        act: () => act.sheet({ kind: "stop", scope: firstScope(app), reason: null, minutes: null, within: null }) },
      icon("stop"), say("day_page.stop"))
      : null);
}

/** What is stopped when nobody chooses: the hall, or for somebody of one agency that. */
const firstScope = (app) => (app.account.agency_id ? `agency:${app.account.agency_id}` : "hall");

function step(place, { done, title, hint, action }) {
  return h("li", { key: place, class: done ? "done" : "" },
    h("span", { class: "place", "aria-hidden": "true" }, done ? icon("done") : String(place)),
    h("div", {}, h("b", {}, title), h("p", {}, hint), action));
}

function closing(app, act) {
  if (!app.may("day.close")) return null;
  const stopped = app.state.stopped.some((one) => one.scope === "hall");
  const ended = app.overview?.ended ?? 0;
  const off = rests(app);
  return h("section", { key: "closing", class: "block" },
    h("h2", {}, say("day_page.closing.title")),
    h("ol", { class: "two-steps" },
      step(1, {
        done: stopped, title: say("day_page.closing.first"), hint: say(stopped ? "day_page.closing.first_done" : "day_page.closing.first_hint"),
        action: stopped ? null : button({ key: "first", className: "btn wide", off, busy: app.busy === "stop", "data-off": app.link.up ? null : true,
          act: () => act.stop({ scope: "hall", reason: "closing", minutes: null }) }, icon("stop"), say("day_page.closing.first_go")),
      }),
      step(2, {
        done: false, title: say("day_page.closing.second"), hint: say("day_page.closing.second_hint"),
        action: button({ key: "second", className: "btn wide", off: off || !stopped, "data-off": stopped && app.link.up ? null : true,
          act: () => act.askEnd() }, icon("clock"), say("day_page.closing.second_go")),
      })),
    ended || stopped
      ? button({ key: "back", className: "btn wide back", off, "data-off": app.link.up ? null : true, act: () => act.sheet({ kind: "reopen", count: ended }) },
        icon("back"), ended ? say("day_page.closing.back_count", { count: ended }) : say("day_page.closing.back"))
      : null);
}

function counters(app, act) {
  return h("section", { key: "counters", class: "block" },
    h("h2", {}, say("day_page.counters"), h("span", {}, String(app.roster.length))),
    h("ul", { class: "counters" }, app.roster.map((row) => counterRow(app, act, row))));
}

/** A change of the hall's file that waits for a later day. */
function change(app, act) {
  const { change: waiting } = app;
  if (!waiting) return null;
  const needs = waiting.in_use.length ? say("day_page.change.needs", { names: waiting.in_use.map((id) => nameOf(app, id)).join(", ") }) : say("day_page.change.asked");
  return h("section", { key: "change", class: "block" },
    h("h2", {}, say("day_page.change.title")),
    h("p", { class: "state" }, icon("clock"), say("day_page.change.on", { on: dayText(waiting.on) })),
    h("p", { key: "needs", class: "why-waits" }, needs),
    button({ key: "withdraw", className: "btn wide back", off: rests(app), "data-off": app.link.up ? null : true, act: () => act.sheet({ kind: "withdraw" }) },
      icon("back"), say("day_page.change.withdraw")));
}

/** A day that a wrong clock opened. */
function wrongDay(app, act) {
  const { dayClock } = app;
  if (!dayClock?.ahead) return null;
  const told = { day: dayText(dayClock.ahead.date), today: dayText(dayClock.shows) };
  return h("section", { key: "wrong", class: "block wrong-day" },
    h("h2", {}, say("day_page.wrong.title")),
    h("p", { class: "state stop" }, icon("warn"), say("day_page.wrong.state", told)),
    h("p", { key: "hint", class: "why-waits" }, say("day_page.wrong.hint")),
    app.may("day.void")
      ? button({ key: "void", className: "btn wide back", off: rests(app), "data-off": app.link.up ? null : true, act: () => act.askVoid() },
        icon("back"), say("day_page.wrong.go"))
      : null);
}

/** The hub doubts its clock: nothing is changed until a person says that the date is right. */
function doubtedClock(app, act) {
  if (app.dayClock?.believed !== false) return null;
  return h("section", { key: "doubt", class: "block doubt" },
    h("p", { class: "state stop" }, icon("warn"), say("day_page.clock.doubt.title")),
    h("p", { key: "hint", class: "why-waits" }, say("day_page.clock.doubt.hint")),
    button({ key: "clock", className: "btn wide", off: rests(app), "data-off": app.link.up ? null : true, act: () => act.askClock() },
      icon("clock"), say("day_page.clock.doubt.go")));
}

const nameOf = (app, id) => app.state.services[id]?.name ?? app.state.agencies[id]?.short_name ?? id;

function search(app, act) {
  return h("section", { key: "search", class: "block" },
    button({ key: "find", className: "btn wide", off: app.link.up !== true, "data-off": app.link.up ? null : true, act: () => act.finding.open() },
      icon("search"), say(app.may("visits.correct") ? "day_page.find_correct" : "staff.find.title")),
    button({ key: "unserved", className: "btn wide", off: app.link.up !== true, "data-off": app.link.up ? null : true, act: () => act.unserved.open() },
      icon("ring"), say("staff.unserved.title")),
    app.may("announcements.make")
      ? button({ key: "announce", className: "btn wide", off: app.link.up !== true, "data-off": app.link.up ? null : true, act: () => act.announcing.open() },
        icon("mic"), say("staff.announce.title"))
      : null);
}

function plain(key, title, hint, action = null) {
  return h("main", { key, class: "plain" }, h("h1", {}, title), h("p", {}, hint), action);
}

function unanswered(app) {
  const lost = app.link.up === false;
  return plain("unanswered", say(lost ? "device_page.lost.never" : "day_page.asking"), say(lost ? "device_page.lost.never_hint" : "device_page.lost.asking_hint"));
}

function strips(app) {
  return [
    app.link.up === false && app.state
      ? strip("lost", "warn", "nolink", h("b", {}, say("day_page.lost", { at: clockText(app.link.since, app.zone) })), " ", say("day_page.lost_rest")) : null,
    askingStrip(app),
    app.notice ? strip("notice", "stop", "warn", app.notice) : null,
    app.told ? strip("told", "ok", "ring", app.told) : null,
  ].filter(Boolean);
}

/** Everything under `#app`. */
export function dayView(app, act) {
  if (!app.account) return app.known ? [signInView(app, act, say("device_page.sign_in"))] : [brandBar(), unanswered(app)];
  if (app.denied) {
    const go = h("a", { class: "btn primary", href: "/staff" }, say("device_page.denied.go"));
    return [brandBar(), plain("denied", say("device_page.denied.title"), say("day_page.denied", { name: app.account.display_name }), go)];
  }
  const head = [slimBar(app, act), tabs(app, "day"), ...strips(app)];
  if (!app.state) return [...head, unanswered(app)];
  return [...head, h("main", { key: "day", class: "devices day" },
    h("h1", { class: "sr" }, say("day_page.title")), figures(app), liveView(app, act),
    h("div", { class: "columns" },
      h("div", { key: "acts" }, doubtedClock(app, act), wrongDay(app, act), numbers(app, act), closing(app, act), change(app, act), search(app, act)), app.whole ? counters(app, act) : null)), daySheet(app, act)].filter(Boolean);
}

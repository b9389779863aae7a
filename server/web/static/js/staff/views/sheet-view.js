// Sheets over the desk: put aside, call a chosen number, take a break. Sending on and announcing have files
// of their own.
import { button, choice, icon, rests, tix } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { frame, goButton } from "../../kit/sheet.js";
import { unservedSheet } from "../../kit/visits/unserved-view.js";
import { clockText, wholeMinute } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { announceSheet } from "../../kit/announcing/announce-view.js";
import { bookSheet } from "../../kit/visits/book-view.js";
import { findSheet } from "./find-view.js";
import { lineLeg, LINE_SHEETS, lineTiles } from "../../kit/visits/line-view.js";
import { nextBreak } from "../facts/hours.js";
import { KEYS } from "../keys.js";
import { inHand, deskName } from "../../kit/visits/state.js";
import { TICKET_SHEETS } from "../../kit/visits/ticket-view.js";
import { CHOOSE_REASONS, sendAnywaySheet } from "./send-anyway-view.js";
import { transferSheet } from "../../kit/visits/transfer-view.js";

const PARK_MINUTES = [5, 10, 15, 30];
const PAUSE_MINUTES = [10, 15, 30, 60];
const PAUSE_REASONS = ["break", "prayer", "meeting", "technical", "other"];
const OF_LINE = new Set(["choose", "keep", "change", "class", "void"]);
// Those that anybody opens who is signed in, also without a counter.
const ANYWHERE = new Set(["keys", "unserved", "announce", "book", "give", "given", "find", "ticket", "standard"]);

/** Whether what a sheet is about still stands; another tablet or the hub may have moved on. */
export function sheetHolds(sheet, state, counter) {
  if (ANYWHERE.has(sheet.kind)) return !sheet.service_id || sheet.service_id in state.services;
  if (OF_LINE.has(sheet.kind)) return lineLeg(state, sheet.leg_id) !== null;
  if (!counter) return false;
  const leg = inHand(counter);
  if (sheet.kind === "leave" || sheet.kind === "leaving") return !leg;
  if (sheet.kind === "pause" || sheet.kind === "serve") return !leg && counter.status === "open";
  return leg?.leg_id === sheet.leg_id;
}

function parkSheet(app, act, counter, sheet) {
  const leg = inHand(counter);
  const off = rests(app);
  const zone = app.state.hall.time_zone;
  const one = (minutes) => button(
    { key: `m${minutes}`, className: "btn", off, act: () => act.park(counter, minutes), "data-off": app.link.up ? null : true },
    h("span", {}, minutes === null ? say("staff.sheet.park_open") : say("staff.sheet.park_for", { count: minutes }),
      h("small", {}, minutes === null ? say("staff.sheet.park_open_hint") : say("staff.sheet.park_back", { at: clockText(wholeMinute(app.now, minutes), zone) }))));
  return frame(act, sheet, say("staff.sheet.park", { number: leg.number }), [
    h("p", { class: "hint" }, app.link.up ? say("staff.sheet.park_hint") : say("staff.link.waiting")),
    h("div", { class: "times" }, [...PARK_MINUTES, null].map(one)),
    leg.state === "serving" ? button({ key: "collect", className: "btn back", off, act: () => act.sheet({ kind: "collect", leg_id: leg.leg_id, on: null }) },
      icon("clock"), say("staff.collect.open")) : null,
  ]);
}

/** Whether somebody chosen may be called here now. */
const mayCall = (counter) => counter?.status === "open" && inHand(counter)?.state !== "called";

function chooseSheet(app, act, counter, sheet) {
  const leg = lineLeg(app.state, sheet.leg_id);
  const finishes = inHand(counter);
  const others = [h("h3", { key: "others" }, say("staff.line.without")), lineTiles(app, act, leg)];
  if (!mayCall(counter)) {
    const hint = finishes ? h("p", { class: "hint" }, say("staff.present_first", { number: finishes.number })) : null;
    return frame(act, sheet, say("staff.line.waits", { number: leg.number }), [hint, ...others]);
  }
  const reasons = CHOOSE_REASONS.map((code) =>
    choice({ key: code, on: sheet.reason === code, act: () => act.pick({ reason: code }) }, say(`choose_reason.${code}`)));
  return frame(act, sheet, say("staff.sheet.choose", { number: leg.number }), [
    h("p", { class: "hint" }, finishes ? say("staff.sheet.choose_finishes", { number: finishes.number }) : say("staff.sheet.choose_hint")),
    h("div", { class: "picks top" }, reasons), ...others,
  ], goButton(app, {
    className: "call", off: sheet.reason === null, act: () => act.callChosen(counter, leg.leg_id, sheet.reason),
  }, h("span", {}, `${say("staff.sheet.call")} `), tix(leg.number)));
}

function pauseSheet(app, act, counter, sheet) {
  const zone = app.state.hall.time_zone;
  const at = (minutes) => clockText(wholeMinute(app.now, minutes), zone);
  const reasons = PAUSE_REASONS.map((code) =>
    choice({ key: code, on: sheet.reason === code, act: () => act.pick({ reason: code }) }, say(`pause_reason.${code}`)));
  const rest = nextBreak(counter, app.now);
  const clock = (when) => clockText(when, zone);
  const ours = rest && choice({ key: "calendar", on: sheet.until !== null, act: () => act.pick({ until: rest.until }) },
    say("staff.sheet.pause_calendar", { at: clock(rest.until) }), say("staff.sheet.pause_span", { span: `${clock(rest.from)}–${clock(rest.until)}` }));
  const times = [...PAUSE_MINUTES, null].map((minutes) =>
    choice({ key: `m${minutes}`, on: sheet.until === null && sheet.minutes === minutes, act: () => act.pick({ minutes, until: null }) },
      minutes === null ? say("staff.sheet.park_open") : say("staff.sheet.park_for", { count: minutes }), minutes === null ? null : at(minutes)));
  return frame(act, sheet, say("staff.sheet.pause"), [
    h("p", { class: "hint" }, say("staff.sheet.pause_hint")),
    h("h3", {}, say("staff.sheet.pause_reason")), h("div", { class: "picks" }, reasons),
    h("h3", {}, say("staff.sheet.pause_until")), h("div", { class: "picks" }, ours, times),
  ], goButton(app, { className: "primary", act: () => act.pause(counter, sheet.reason, sheet.minutes, sheet.until) },
    sheet.until !== null ? say("staff.sheet.pause_go_until", { at: clock(sheet.until) }) : sheet.minutes === null ? say("staff.sheet.pause_go") : say("staff.sheet.pause_go_until", { at: at(sheet.minutes) })));
}

/** Before a counter closes: who waits here, and where they are served then. */
function leavingSheet(app, act, counter, sheet) {
  const lines = sheet.left.map(({ service_id, count, counters }) => h("li", { key: service_id },
    say("staff.leave.elsewhere", { service: app.state.services[service_id]?.name ?? service_id, count, counters: counters.join(", ") })));
  const go = () => (sheet.out ? act.signOut(counter, true) : act.leave(counter, { sure: true }));
  return frame(act, sheet, say("staff.leave.title", { counter: deskName(counter) }), [
    h("p", { class: "hint" }, say("staff.leave.goes_on")), h("ul", { class: "lines" }, lines),
  ], goButton(app, { className: "primary", act: go }, say("staff.leave.go")));
}

const LEAVE_WAYS = ["stay", "stop", "end"];

function leaveSheet(app, act, counter, sheet) {
  const named = (id) => app.state.services[id]?.name ?? id;
  const count = (id) => app.state.waiting.filter((leg) => leg.service_id === id).length;
  const lines = sheet.services.map((id) =>
    h("li", { key: id }, say("staff.leave.line", { service: named(id), count: count(id) })));
  const ways = LEAVE_WAYS.map((code) =>
    choice({ key: code, on: sheet.waiting === code, act: () => act.pick({ waiting: code }) },
      say(`staff.leave.way.${code}`), say(`staff.leave.hint_of.${code}`)));
  return frame(act, sheet, say("staff.leave.title", { counter: deskName(counter) }), [
    h("p", { class: "hint" }, say("staff.leave.hint")), h("ul", { class: "lines" }, lines),
    h("h3", {}, say("staff.leave.ask")), h("div", { class: "picks one" }, ways),
  ], goButton(app, { className: "primary", off: sheet.waiting === null, act: () => act.leave(counter, { waiting: sheet.waiting }) },
    say("staff.leave.go")));
}

const WHOLE = {
  announce: (app, act, counter, sheet) => announceSheet(app, act, sheet), book: bookSheet, find: findSheet, transfer: transferSheet,
  send_anyway: sendAnywaySheet, unserved: (app, act, counter, sheet) => unservedSheet(app, act, sheet),
  ...LINE_SHEETS, ...TICKET_SHEETS,
};
function keysSheet(app, act, counter, sheet) {
  return frame(act, sheet, say("staff.keys.title"), [
    h("p", { class: "hint" }, say("staff.keys.hint")),
    h("dl", { class: "shortcuts" }, Object.entries(KEYS).map(([name, key]) =>
      h("div", { key: name }, h("dt", {}, h("kbd", {}, key)), h("dd", {}, say(`staff.keys.${name}`))))),
  ], null);
}

const SHEETS = { keys: keysSheet, leaving: leavingSheet, leave: leaveSheet, park: parkSheet, choose: chooseSheet, pause: pauseSheet };

/** The open sheet, or null. */
export function sheetView(app, act, counter) {
  const { sheet } = app;
  if (!sheet) return null;
  const whole = WHOLE[sheet.kind]?.(app, act, counter, sheet);
  if (whole) return frame(act, sheet, whole.title, whole.body, whole.go ? goButton(app, whole.go, whole.words) : null, whole.foot, whole.out);
  return SHEETS[sheet.kind](app, act, counter, sheet);
}

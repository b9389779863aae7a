// The desk: ready, called, serving, and each of them cut off.
import { button, icon, tix, unbroken } from "../../kit/parts.js";
import { known, minutesText, say } from "../../kit/say.js";
import { clockText, spanText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { countsFrom, heardLater, heardOf } from "../../kit/visits/heard.js";
import { hoursText, outside } from "../facts/hours.js";
import { KEYS } from "../keys.js";
import { inHand, missNeeds, queueOf, screenOf, undoable } from "../../kit/visits/state.js";
import { visitRows } from "./visit-steps.js";
import { lastText, waitText } from "../words.js";

const HOUR_MS = 3_600_000;

/** What a tap would mean now; when it changes, the buttons rest a moment. */
export function faceOf(counter, sheet) {
  const leg = inHand(counter);
  return [counter.id, screenOf(counter), leg?.leg_id, leg?.recalls, sheet?.kind, sheet?.leg_id].join(" ");
}

function mainButton(app, { className, title, hint, number, act, off, busy }) {
  return button(
    { key: "main", className: `callb ${className}`, off: off || app.resting || app.busy !== null, busy, act, "data-main": true, "aria-keyshortcuts": KEYS.main,
      "data-off": off ? true : null },
    h("span", { class: "words" }, h("span", { class: "t" }, title), busy || hint ? h("span", { class: "s" }, busy ? say("common.under_way") : unbroken(hint)) : null),
    number ? tix(number) : null);
}

function callButton(app, act, { counter, big, hint }) {
  const { next } = queueOf(app.state, counter);
  const busy = app.busy?.what === "call";
  const size = big ? " big" : "";
  if (!app.link.up || app.unsent) {
    const title = say("staff.desk.call_next");
    return mainButton(app, { className: `cut${size}`, title, hint: say("staff.link.waiting"), off: true });
  }
  if (!next) {
    const leg = inHand(counter);
    const quiet = leg ? say("staff.desk.empty_serving", { number: leg.number }) : say("staff.desk.empty_hint");
    return mainButton(app, { className: `quiet${size}`, title: say("staff.desk.empty"), hint: quiet, off: true });
  }
  const go = () => act.call(counter);
  return mainButton(app, { className: `go${size}`, title: say("staff.desk.call_next"), hint: hint(next), number: next.number, act: go, busy });
}

/** What was done last here, with one tap to take it back while that is possible. */
function lastLine(app, act, counter) {
  const { leg, step } = counter;
  const zone = app.state.hall.time_zone;
  const aside = step?.state === "parked" ? { number: step.number, state: "parked", ended_at: step.at } : null;
  const last = aside ?? (leg?.ended_at ? leg : null);
  if (!last) return null;
  return h("p", { key: "last", class: "last" }, icon("ring"), h("span", {}, lastText(last, zone)),
    undoButton(app, act, counter));
}

/** One tap that takes the last step back, while that is possible. */
function undoButton(app, act, counter) {
  const back = app.link.up && !app.unsent ? undoable(app.state, counter, app.now) : null;
  if (!back) return null;
  return button({ key: "undo", className: "btn undo", off: app.resting || (app.busy !== null && app.busy.what !== "undo"),
    busy: app.busy?.what === "undo", act: () => act.undo(counter) },
  icon("back"), back.state === "finished" ? say("staff.desk.reopen", { number: back.number }) : say("staff.desk.undo"));
}

/** How far the call has come, and whether the desk has to call by voice. */
function heardLine(app, counter, leg) {
  const told = leg.state === "called" ? heardOf(app.state, counter, leg) : null;
  return told ? h("p", { key: "heard", class: `heard${told.byVoice ? " loud" : ""}` },
    icon(told.byVoice ? "mute" : leg.voice ? "done" : "speaker"), h("span", {}, told.text)) : null;
}

/** A wrong call, with one tap to take it back. */
function wrongCall(app, act, counter) {
  const undo = undoButton(app, act, counter);
  const both = app.settled?.by && app.settled.by === counter.step?.leg_id ? app.settled.number : null;
  return undo ? h("p", { key: "last", class: "last" }, icon("ring"), h("span", {}, both ? say("staff.desk.wrong_call_both", { number: both }) : say("staff.desk.wrong_call")), undo) : null;
}

function idleView(app, act, counter) {
  const hint = (next) => `${app.state.services[next.service_id]?.name ?? ""}, ${waitText(next.arrived_at, app.now)}`;
  const closed = outside(counter, app.now);
  return [
    h("h1", { key: "title" }, say(closed ? "staff.desk.outside" : "staff.desk.ready")),
    closed ? h("p", { key: "hours", class: "last" }, icon("clock"), h("span", {}, hoursWords(app, counter))) : null,
    lastLine(app, act, counter),
    callButton(app, act, { counter, big: true, hint }),
    h("div", { key: "acts", class: "acts idle" },
      action(app, { key: "serve", name: "person", label: say("staff.serve.title"), off: !app.link.up || app.unsent,
        act: () => act.sheet({ kind: "serve", service_id: null, priority_class: "regular", persons: 1, paper: null }) }),
      action(app, { key: "give", name: "paper", label: say("staff.give.title"), off: !app.link.up || app.unsent, act: () => act.giving.open() })),
  ].filter(Boolean);
}

function hoursWords(app, counter) {
  const told = hoursText(counter, (at) => clockText(at, app.state.hall.time_zone));
  return told ? say("staff.desk.hours", { hours: told }) : say("staff.desk.no_hours");
}

function backText(app, until) {
  if (!until) return say("staff.desk.back_open");
  const at = clockText(until, app.state.hall.time_zone);
  const minutes = Math.floor(Math.abs(Date.parse(until) - app.now) / 60000);
  const told = { at, span: minutesText(minutes) };
  return Date.parse(until) > app.now ? say("staff.desk.back_at", told) : say("staff.desk.back_past", told);
}

function pausedView(app, act, counter) {
  const reason = counter.reason === "break" || !known(`pause_reason.${counter.reason}`) ? null : say(`pause_reason.${counter.reason}`);
  return [
    h("h1", { key: "title" }, reason ? say("staff.desk.paused_for", { reason: reason.toLowerCase() }) : say("staff.desk.paused")),
    h("p", { key: "last", class: "last" }, icon("clock"), h("span", {}, backText(app, counter.until))),
    mainButton(app, {
      className: app.link.up ? "present big" : "cut big", title: say("staff.desk.resume"),
      hint: app.link.up ? say("staff.desk.resume_hint") : say("staff.link.waiting"), off: !app.link.up, busy: app.busy?.what === "resume",
      act: () => act.resume(counter),
    }),
  ];
}

function timer(app, leg) {
  const serving = leg.state === "serving";
  const began = serving ? Date.parse(leg.started_at) : countsFrom(leg);
  const spent = began === null ? 0 : app.now - began;
  const minutes = app.state.services[leg.service_id]?.service_minutes ?? 0;
  const whole = serving ? minutes * 60000 : app.state.rules.presence * 1000;
  const share = whole ? Math.min(1, Math.max(0, spent / whole)) : 0;
  const [left, right] = serving
    ? [say("staff.desk.served"), say("staff.desk.standard", { count: minutes })]
    : [say(heardLater(leg) ? "staff.desk.since_heard" : "staff.desk.since_called"), say("staff.desk.presumed_at", { span: spanText(whole) })];
  const over = serving && whole > 0 && spent > whole ? " over" : "";
  return h("div", { class: `timer${spent >= HOUR_MS ? " hours" : ""}` },
    h("b", { role: "timer", "aria-label": left }, spanText(spent)),
    h("div", { class: `track${over}`, "aria-hidden": "true" }, h("i", { vars: { width: `${Math.round(share * 100)}%` } })),
    h("div", { class: "ends" }, h("span", {}, left), h("span", {}, right)));
}

function steps(app, counter, leg) {
  const zone = app.state.hall.time_zone;
  const told = app.visit.leg_id === leg.leg_id ? app.visit.told : null;
  const rows = visitRows(app.state, counter, leg, told, app.state.arrived[leg.leg_id]);
  return h("ol", { class: "steps" },
    rows.map(([at, words]) => h("li", {}, h("b", {}, clockText(at, zone)), h("span", {}, words))));
}

function action(app, { key, name, label, note = null, act, off, className = "" }) {
  const busy = app.busy?.what === key;
  return button(
    { key, className: `btn ${className}`, off: off || app.resting || (app.busy !== null && !busy), busy, act,
      "data-off": off ? true : null, "aria-keyshortcuts": KEYS[key] ?? null },
    icon(name), h("span", {}, label), note ? h("small", { key: "note" }, note) : null);
}

function missAction(app, act, counter, leg) {
  const needs = missNeeds(app.state, leg, app.now);
  const seconds = needs?.seconds ? say("staff.desk.miss_after", { span: spanText(needs.seconds * 1000) }) : null;
  const heard = needs?.heard ? say("staff.heard.before_absent") : seconds;
  const note = needs?.recalls ? say("staff.desk.miss_after_recalls", { count: needs.recalls }) : heard;
  return action(app, { key: "miss", name: "absent", label: say("staff.desk.miss"), note, className: note ? "noted" : "",
    off: !app.link.up || needs !== null, act: () => act.miss(counter) });
}

function actions(app, act, counter, leg) {
  const cut = !app.link.up;
  const finish = () => (app.state.outcomes?.length ? act.sheet({ kind: "finish", leg_id: leg.leg_id }) : act.finish(counter, leg));
  const sheet = (kind, more = {}) => () => act.sheet({ kind, leg_id: leg.leg_id, ...more });
  return h("div", { key: "acts", class: "acts" },
    action(app, { key: "recall", name: "again", label: say("staff.desk.recall"), off: cut, act: () => act.recall(counter) }),
    missAction(app, act, counter, leg),
    action(app, { key: "park", name: "glass", label: say("staff.desk.park"), off: cut, act: sheet("park") }),
    action(app, { key: "transfer", name: "swap", label: say("staff.desk.transfer"), off: cut,
      act: () => act.openTransfer(leg) }),
    // Who is only called is not served yet; cut off from the hub nobody can say that the visitor has come.
    leg.state === "called" && !cut ? null
      : action(app, { key: "finish", name: "done", label: say("staff.desk.finish"), act: finish, className: "done" }));
}

/** What the visitor is there for; a tap shows the standard that is published of it. */
function serviceLine(app, act, leg) {
  const service = app.state.services[leg.service_id];
  const persons = leg.persons > 1 ? `, ${say("staff.line.persons", { count: leg.persons })}` : "";
  if (!service) return h("p", { class: "service" }, persons);
  return button({ key: "service", className: "service", "aria-haspopup": "dialog", act: () => act.sheet({ kind: "standard", service_id: service.id }) },
    h("span", {}, service.name, persons), icon("info"), h("span", { class: "sr" }, `, ${say("standard.show")}`));
}

function legView(app, act, counter) {
  const leg = inHand(counter);
  const label = leg.state === "called" ? say("staff.desk.called") : say("staff.desk.serving");
  const main = leg.state === "called" && app.link.up
    ? mainButton(app, {
        className: "present", title: say("staff.desk.present"), hint: say("staff.desk.start_serving", { number: leg.number }), number: leg.number,
        act: () => act.start(counter), busy: app.busy?.what === "start",
      })
    : callButton(app, act, { counter, hint: () => say("staff.desk.finish_and_call", { number: leg.number }) });
  return [
    h("section", { key: "current", class: "current" },
      h("div", {}, h("h1", { class: "label" }, label),
        serviceLine(app, act, leg), tix(leg.number)),
      timer(app, leg)),
    h("div", { key: "steps" }, steps(app, counter, leg)),
    heardLine(app, counter, leg),
    wrongCall(app, act, counter),
    h("div", { key: "dock", class: "dock" }, actions(app, act, counter, leg), main),
  ];
}

/** The left pane for the counter that is held. */
export function deskView(app, act, counter) {
  const screen = screenOf(counter);
  const views = { idle: idleView, paused: pausedView, called: legView, serving: legView };
  return h("main", { key: "desk", class: `main ${screen}`, "data-screen": screen }, views[screen](app, act, counter));
}

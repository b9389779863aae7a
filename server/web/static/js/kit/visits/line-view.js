// Sheets about people who wait, and about who is served without having been called.
import { button, choice, icon, tile } from "../parts.js";
import { say } from "../say.js";
import { dayField } from "../days.js";
import { labelled, numberField } from "../sheet.js";
import { clockText, wholeMinute } from "../time.js";
import { h } from "../vdom.js";
import { deskName, inHand } from "./state.js";
import { servicePicker } from "./transfer-view.js";

const KEEP_MINUTES = [10, 20, 30, 60];

/** Whoever waits or waits aside, by leg. */
export function lineLeg(state, legId) {
  return [...state.waiting, ...state.parked].find((leg) => leg.leg_id === legId) ?? null;
}

/** What can be done for somebody who waits beside calling them. */
export function lineTiles(app, act, leg) {
  const priority = leg.priority_class !== "regular";
  const levels = app.state.rules.discipline === "levels";
  const sheet = (kind, more = {}) => () => act.sheet({ kind, leg_id: leg.leg_id, ...more });
  return h("div", { key: "line", class: "times line" },
    tile(app, { key: "keep", name: "clock", act: sheet("keep") }, say("staff.line.keep")),
    tile(app, { key: "change", name: "swap", act: sheet("change", { agency_id: null, service_id: null }) }, say("staff.line.change")),
    levels
      ? tile(app, { key: "class", name: "first", act: sheet("class") }, say("staff.line.kind"), say("staff.line.no_reason"))
      : tile(app, { key: "class", name: "first", act: () => act.line.setClass(leg, priority ? "regular" : "priority") },
        say(priority ? "staff.line.to_regular" : "staff.line.to_priority"), say("staff.line.no_reason")),
    tile(app, { key: "ticket", name: "paper", act: () => act.tickets.open(leg) }, say("staff.line.ticket"),
      noTicket(leg)),
    tile(app, { key: "void", name: "close", act: sheet("void") }, say("staff.line.void")));
}

function keepSheet(app, act, counter, sheet) {
  const leg = lineLeg(app.state, sheet.leg_id);
  const zone = app.state.hall.time_zone;
  const times = KEEP_MINUTES.filter((minutes) => minutes <= app.state.rules.keepMinutes).map((minutes) =>
    tile(app, { key: `m${minutes}`, name: "clock", act: () => act.line.keepPlace(leg, minutes) },
      say("span.minutes", { count: minutes }), say("staff.queue.back", { at: clockText(wholeMinute(app.now, minutes), zone) })));
  const body = [h("p", { class: "hint" }, say("staff.line.keep_hint")), h("div", { class: "times" }, times)];
  return { title: say("staff.line.keep_title", { number: leg.number }), body };
}

/** The classes that a visitor may count as, by the hall's rule: no reason is asked. */
export function classChoices(state, chosen, pick) {
  const levels = state.rules.discipline === "levels";
  return (levels ? ["regular", "priority", "high"] : ["regular", "priority"]).map((kind) =>
    choice({ key: kind, on: chosen === kind, act: () => pick(kind) }, say(`staff.class.${kind}`),
      kind === "regular" ? null : say("staff.line.no_reason")));
}

function classSheet(app, act, counter, sheet) {
  const leg = lineLeg(app.state, sheet.leg_id);
  return {
    title: say("staff.line.kind_title", { number: leg.number }),
    body: [h("p", { class: "hint" }, say("staff.line.kind_hint")),
      h("div", { class: "picks one" }, classChoices(app.state, leg.priority_class, (kind) => act.line.setClass(leg, kind)))],
  };
}

function changeSheet(app, act, counter, sheet) {
  const leg = lineLeg(app.state, sheet.leg_id);
  const service = app.state.services[sheet.service_id];
  return {
    title: say("staff.line.change_title", { number: leg.number }), body: servicePicker(app, act, leg),
    go: { className: "primary", off: !service, act: () => act.line.change(leg, sheet.service_id) },
    words: [icon("swap"), service ? say("staff.line.change_to", { service: service.name }) : say("staff.line.change_title", { number: leg.number })],
  };
}

function voidSheet(app, act, counter, sheet) {
  const leg = lineLeg(app.state, sheet.leg_id);
  return {
    title: say("staff.line.void_title", { number: leg.number }), body: [h("p", { class: "hint" }, say("staff.line.void_hint", { number: leg.number }))],
    go: { className: "primary", act: () => act.line.cancel(leg) }, words: [icon("close"), say("staff.line.void_title", { number: leg.number })],
  };
}

function serveSheet(app, act, counter, sheet) {
  const service = app.state.services[sheet.service_id];
  const services = counter.service_ids.map((id) => app.state.services[id]).filter(Boolean);
  const between = (value, most) => value === null || (value >= 1 && value <= most);
  const valid = service && sheet.persons !== null && between(sheet.persons, 50) && between(sheet.paper, 9999);
  const body = [
    h("p", { class: "hint" }, say("staff.serve.hint")),
    h("h3", {}, say("staff.serve.service")),
    h("div", { class: "picks" }, services.map((one) =>
      choice({ key: one.id, on: sheet.service_id === one.id, act: () => act.pick({ service_id: one.id }) }, one.name))),
    h("h3", {}, say("staff.serve.kind")),
    h("div", { class: "picks" }, classChoices(app.state, sheet.priority_class, (priority_class) => act.pick({ priority_class }))),
    h("div", { class: "fields" },
      numberField(act, { id: "serve-persons", name: "persons", label: say("staff.serve.persons"), value: sheet.persons, most: 50 }),
      numberField(act, { id: "serve-paper", name: "paper", label: say("staff.serve.paper"), value: sheet.paper, most: 9999 })),
  ];
  return {
    title: say("staff.serve.title"), body, go: { className: "primary", off: !valid, act: () => act.line.serveNow(counter, sheet) },
    words: [icon("person"), service ? say("staff.serve.go", { service: service.name }) : say("staff.serve.choose")],
  };
}

function collectSheet(app, act, counter, sheet) {
  const leg = inHand(counter);
  const body = [
    h("p", { class: "hint" }, say("staff.collect.hint")),
    labelled("collect-on", say("staff.collect.on"), dayField({ id: "collect-on", value: sheet.on, put: (on) => act.pick({ on: on || null }) })),
  ];
  return {
    title: say("staff.collect.title", { number: leg.number }), body,
    go: { className: "primary", off: !sheet.on, act: () => act.line.collect(counter, sheet.on) },
    words: [icon("clock"), say("staff.collect.go")],
  };
}

function finishSheet(app, act, counter) {
  const leg = inHand(counter);
  // A finish waits for a lost link by itself, so these buttons rest only while another change is on its way.
  const off = app.resting || app.busy !== null;
  const one = (outcome) => button({ key: outcome?.id ?? "none", className: "btn", off, act: () => act.finish(counter, leg, outcome?.id) },
    icon("done"), h("span", {}, outcome?.name ?? say("staff.outcome.none")));
  return {
    title: say("staff.outcome.title", { number: leg.number }),
    body: [h("p", { class: "hint" }, say("staff.outcome.hint")), h("div", { class: "times" }, [...app.state.outcomes, null].map(one))],
  };
}

/** The sheets of this file by kind: each gives title, body and, where it has one, a main action. */
export const LINE_SHEETS = {
  keep: keepSheet, change: changeSheet, void: voidSheet, serve: serveSheet, finish: finishSheet,
  collect: collectSheet, class: classSheet,
};

/** What is wrong with a number's ticket, where anything is: there is none, or perhaps none. */
function noTicket(leg) {
  if (leg.unprinted) return say("staff.line.no_ticket");
  return leg.print_unsure ? say("staff.line.ticket_unsure") : null;
}

/** Marks of a number in the queue beside priority: no ticket, a group. */
export function marks(leg, state) {
  return [
    leg.bound ? h("span", { key: "bound", class: "tag" }, icon("swap"), say("staff.line.sent_to", { number: deskName(state.counters[leg.bound]) })) : null,
    noTicket(leg) ? h("span", { key: "no-ticket", class: "tag" }, icon("warn"), noTicket(leg)) : null,
    leg.persons > 1 ? h("span", { key: "persons", class: "tag" }, icon("person"), say("staff.line.persons", { count: leg.persons })) : null,
  ];
}


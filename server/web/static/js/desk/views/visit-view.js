// A number at the information desk: where it is, how long yet, its way with the reasons, and what can be done.
import { badge, button, choice, icon, rests, tix, unbroken } from "../../kit/parts.js";
import { LANGUAGE, known, minutesText, say } from "../../kit/say.js";
import { faultLine } from "../../kit/sheet.js";
import { clockText, minutesBetween } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { lineLeg } from "../../kit/visits/line-view.js";
import { agencyPicks } from "../../kit/visits/ticket-view.js";

const OPEN = ["waiting", "parked", "called", "serving", "missed"];
const words = (lines) => lines?.[LANGUAGE] ?? lines?.id ?? [];

function facts(app, visit, leg) {
  const { zone, state } = app;
  const many = state.waiting.filter((one) => one.service_id === leg.service_id).length;
  const rows = [
    visit.position ? [say("desk_page.place"), say("desk_page.place_of", { position: visit.position, count: Math.max(many, visit.position) })] : null,
    visit.expected_from ? [say("desk_page.expected"), `${clockText(visit.expected_from, zone)}–${clockText(visit.expected_until, zone)}`] : null,
    visit.chance != null ? ["", say("staff.given.chance", { percent: visit.chance })] : null,
  ].filter(Boolean);
  return h("dl", { class: "facts-beside" }, rows.map(([name, value]) => h("div", { key: value }, h("dt", {}, name), h("dd", {}, value))));
}

function top(app, visit, leg) {
  const service = app.state.services[leg.service_id];
  const agency = app.state.agencies[service?.agency_id];
  const told = known(`staff.find.state.${leg.state}`) ? say(`staff.find.state.${leg.state}`) : leg.state;
  return h("section", { class: "number-top" }, h("h2", {}, tix(visit.number)),
    h("div", { class: "what" }, agency ? badge(agency, "ink", "low") : null,
      h("div", {}, h("b", {}, agency?.short_name ?? ""), h("span", {}, service?.name ?? ""),
        h("span", { class: `state ${leg.state === "missed" ? "stop" : ""}` }, leg.state === "missed" ? icon("absent") : null, told))),
    facts(app, visit, leg));
}

function step(one, last, zone) {
  const told = words(one.told);
  if (!told.length) return null;
  return h("li", { key: one.seq, class: `${last ? "end" : ""}${one.type === "leg_missed" ? " grave" : ""}` },
    h("time", {}, clockText(one.at, zone)), h("i", { "aria-hidden": "true" }), h("div", {}, told.map((line) => h("b", {}, line)), words(one.why).map((line) => h("p", {}, line))));
}

function way(app, visit) {
  const stay = minutesBetween(visit.issued_at, app.now);
  const then = visit.plan.map((id) => app.state.services[id]?.name ?? id).join(", ");
  return [
    h("h3", { key: "way" }, h("span", {}, unbroken(say("staff.find.way", { number: visit.number }))), h("span", {}, say("desk_page.in_hall", { span: minutesText(stay) }))),
    h("ol", { key: "steps", class: "way", tabindex: "0" }, visit.timeline.map((one, at) => step(one, at === visit.timeline.length - 1, app.zone))),
    then ? h("p", { key: "then", class: "then" }, say("desk_page.then", { services: then })) : null,
  ];
}

function actions(app, act, visit, leg) {
  const off = rests(app);
  const back = { leg_id: leg.leg_id, visit_id: visit.visit_id, number: visit.number };
  const waits = lineLeg(app.state, leg.leg_id);
  const one = (key, name, words_, act_, more = {}) => button({ key, className: `btn ${more.className ?? ""}`, off, "data-off": off ? true : null, act: act_, ...more.props }, icon(name), h("span", {}, words_));
  const sheet = (kind, more = {}) => () => act.sheet({ kind, leg_id: leg.leg_id, ...more });
  const priority = waits && waits.priority_class !== "regular";
  return h("div", { class: "acts" }, [
    leg.state === "missed" ? one("reinstate", "again", say("staff.queue.reinstate"), () => act.line.reinstate(back), { className: "primary", props: { "data-key": "F6" } }) : null,
    leg.state === "parked" ? one("return", "again", say("staff.find.return"), () => act.line.returnLeg(back), { className: "primary", props: { "data-key": "F6" } }) : null,
    waits ? one("change", "swap", say("staff.line.change"), sheet("change", { agency_id: null, service_id: null })) : null,
    waits ? one("class", "first", say(priority ? "staff.line.to_regular" : "staff.line.to_priority"), () => act.line.setClass(waits, priority ? "regular" : "priority")) : null,
    waits ? one("step", "right", say("desk_page.step"), sheet("step", { agency_id: null, service_id: null, fault: null })) : null,
    waits ? one("keep", "clock", say("staff.line.keep"), sheet("keep")) : null,
    OPEN.includes(leg.state) ? one("print", "paper", say("desk_page.print"), () => act.tickets.open(visit), { props: { "data-key": "F7" } }) : null,
    waits ? one("void", "close", say("staff.line.void"), sheet("void"), { className: "grave" }) : null,
  ]);
}

export function visitView(app, act) {
  const { visit } = app;
  const leg = visit.legs.at(-1);
  return h("div", { key: `visit-${visit.visit_id}`, class: "number-shown" }, top(app, visit, leg), way(app, visit), actions(app, act, visit, leg));
}

/** One more service at the end of a visitor's way. */
export function stepSheet(app, act, counter, sheet) {
  const { visit, state } = app;
  const leg = visit.legs.at(-1);
  const service = state.services[sheet.service_id];
  const offered = Object.values(state.services).filter((one) => one.agency_id === sheet.agency_id && one.id !== leg.service_id && !visit.plan.includes(one.id));
  return {
    title: say("desk_page.step_title", { number: visit.number }),
    body: [
      h("p", { class: "hint" }, say("desk_page.step_hint")), faultLine(sheet.fault),
      h("h3", {}, say("staff.give.agency")), agencyPicks(app, act, sheet),
      sheet.agency_id ? h("div", { key: "services", class: "picks" }, offered.map((one) =>
        choice({ key: one.id, on: sheet.service_id === one.id, off: state.full.includes(one.id), act: () => act.pick({ service_id: one.id }) }, one.name))) : null,
    ],
    go: { className: "primary", off: !service, act: () => act.addStep({ ...leg, visit_id: visit.visit_id }, sheet.service_id) },
    words: [icon("right"), service ? say("desk_page.step_go", { service: service.name }) : say("desk_page.step")],
  };
}

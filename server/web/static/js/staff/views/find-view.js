// The sheet that looks a number up: where it is, all that happened to it and why, and what can be done.
import { button, icon, tix } from "../../kit/parts.js";
import { LANGUAGE, known, say } from "../../kit/say.js";
import { faultLine, textField } from "../../kit/sheet.js";
import { clockText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { lineLeg, marks } from "./line-view.js";

const words = (lines) => lines?.[LANGUAGE] ?? lines?.id ?? [];
const OPEN = ["waiting", "parked", "called", "serving", "missed"];

function step(one) {
  const told = words(one.told);
  if (!told.length) return null;
  return h("li", { key: one.seq }, told.map((line) => h("b", {}, line)), words(one.why).map((line) => h("span", {}, line)));
}

function standing(app, visit, leg) {
  const zone = app.state.hall.time_zone;
  const state = known(`staff.find.state.${leg.state}`) ? say(`staff.find.state.${leg.state}`) : leg.state;
  const service = app.state.services[leg.service_id]?.name ?? "";
  const window = visit.expected_from ? `${clockText(visit.expected_from, zone)}–${clockText(visit.expected_until, zone)}` : null;
  return h("div", { key: "found", class: "found" }, tix(visit.number),
    h("p", {}, h("b", {}, service), h("span", {}, state),
      visit.position ? h("span", {}, say("staff.find.position", { position: visit.position })) : null,
      window ? h("span", {}, say("staff.given.expected", { window })) : null,
      marks({ ...visit, bound: null }, app.state)));
}

function steps(app, act, visit, leg) {
  const rest = !app.link.up || app.resting || app.busy !== null;
  const tile = (key, name, label, go) => button({ key, className: "btn", off: rest, act: go }, icon(name), h("span", {}, label));
  const line = lineLeg(app.state, leg.leg_id);
  const back = { leg_id: leg.leg_id, number: visit.number };
  return h("div", { key: "acts", class: "times line" },
    line ? tile("line", "right", say("staff.find.more"), () => act.openLine(line)) : null,
    leg.state === "parked" ? tile("return", "again", say("staff.find.return"), () => act.line.returnLeg(back)) : null,
    leg.state === "missed" ? tile("back", "again", say("staff.queue.reinstate"), () => act.line.reinstate(back)) : null,
    OPEN.includes(leg.state) ? tile("ticket", "paper", say("staff.line.ticket"), () => act.tickets.open(visit)) : null);
}

/** What the sheet of looking up holds. */
export function findSheet(app, act, counter, sheet) {
  const { visit } = sheet;
  const leg = visit?.legs.at(-1);
  const submit = (event) => { event.preventDefault(); act.finding.look(); };
  return {
    title: say("staff.find.title"),
    body: [
      h("form", { key: "form", class: "search", novalidate: true, onsubmit: submit },
        textField(act, { id: "find-number", name: "typed", label: say("staff.find.number"), value: sheet.typed, most: 20, enterkeyhint: "search" }),
        h("button", { type: "submit", class: "btn primary", "aria-disabled": sheet.looking ? "true" : null }, icon("search"), say("staff.find.go"))),
      faultLine(sheet.fault),
      visit ? standing(app, visit, leg) : null,
      visit ? steps(app, act, visit, leg) : null,
      visit ? h("h3", { key: "way" }, say("staff.find.way", { number: visit.number })) : null,
      visit ? h("ol", { key: "timeline", class: "timeline" }, visit.timeline.map(step)) : null,
    ],
  };
}

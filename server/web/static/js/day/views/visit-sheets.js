// Sheets of the day's page about one number: its way, and putting right what the log says of it.
import { searchForm, standing, wayOf } from "../../kit/visits/finding.js";
import { button, choice, icon } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { clockField } from "../../kit/days.js";
import { faultLine, frame, goButton, labelled } from "../../kit/sheet.js";
import { clockText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";

/** The legs of a visit that have ended, and so may be put right. */
const ended = (visit) => visit.legs.filter((leg) => leg.ended_seq !== null && leg.ended_seq !== undefined);

function corrections(app, act, visit) {
  if (!app.may("visits.correct")) return null;
  const off = app.link.up !== true || app.resting;
  return h("div", { key: "correct", class: "times line" }, ended(visit).map((leg) =>
    button({ key: leg.leg_id, className: "btn", off, act: () => act.correcting.open(visit, leg) }, icon("swap"),
      h("span", {}, say("day_page.correct.open"), h("small", {}, app.state.services[leg.service_id]?.name ?? "")))));
}

export function findSheet(app, act, sheet) {
  const { visit } = sheet;
  return frame(act, sheet, say("staff.find.title"), [
    searchForm(act, sheet),
    visit ? [standing(app, visit), corrections(app, act, visit), wayOf(visit)] : null,
  ]);
}

const timeField = (act, { id, name, label, value }) => labelled(id, label, clockField({ id, value, put: (at) => act.pick({ [name]: at || null, fault: null }) }));

/** A field for a moment as it is shown now, "HH:MM". */
export const clockOf = (at, zone) => (at ? clockText(at, zone).replace(".", ":") : null);

export function correctSheet(app, act, sheet) {
  const { visit, leg, state, service_id, outcome } = sheet;
  const pick = (changes) => act.pick({ ...changes, fault: null });
  const agency = app.state.services[leg.service_id]?.agency_id;
  const services = Object.values(app.state.services).filter((one) => one.agency_id === agency);
  const states = ["finished", "missed"].map((code) =>
    choice({ key: code, on: state === code, act: () => pick({ state: code }) }, say(`staff.find.state.${code}`)));
  const outcomes = [null, ...app.state.outcomes].map((one) =>
    choice({ key: one?.id ?? "none", on: outcome === (one?.id ?? ""), act: () => pick({ outcome: one?.id ?? "" }) }, one?.name ?? say("staff.outcome.none")));
  return frame(act, sheet, say("day_page.correct.title", { number: visit.number }), [
    h("p", { class: "hint" }, say("day_page.correct.hint")),
    faultLine(sheet.fault),
    h("h3", {}, say("day_page.correct.state")), h("div", { class: "picks" }, states),
    state === "finished" && app.state.outcomes.length ? [h("h3", { key: "outcome" }, say("day_page.correct.outcome")), h("div", { key: "outcomes", class: "picks" }, outcomes)] : null,
    h("div", { class: "fields" },
      timeField(act, { id: "correct-began", name: "began", label: say("day_page.correct.began"), value: sheet.began }),
      timeField(act, { id: "correct-ended", name: "until", label: say("day_page.correct.ended"), value: sheet.until })),
    h("h3", {}, say("day_page.correct.service")), h("div", { class: "picks" }, services.map((one) =>
      choice({ key: one.id, on: service_id === one.id, act: () => pick({ service_id: one.id }) }, one.name))),
  ], goButton(app, { className: "primary", act: () => act.correcting.send() }, say("day_page.correct.go")));
}

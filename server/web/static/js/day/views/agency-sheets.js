// Sheets from the hall at a glance: an agency, more quota, a counter to be opened, a technician.
import { choice, icon, rests, tile } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { frame, goButton } from "../../kit/sheet.js";
import { clockText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { agencyRows, helpersOf } from "../live.js";
import { todayText } from "./figures-view.js";
import { doing } from "./live-view.js";

const MORE = [5, 10, 20, 50];
const shown = (counter) => counter.label || String(counter.number);
const rowOf = (app, sheet) => agencyRows(app).find((one) => one.agency.id === sheet.agency_id);

function counterLine(app, counter) {
  const held = app.roster.find((one) => one.counter_id === counter.id);
  const name = app.names[counter.holder] ?? (counter.holder ?? "").replace("staff:", "");
  const since = held?.since ? say("day_page.counter.holder", { name, at: clockText(held.since, app.zone) }) : name;
  return h("li", { key: counter.id }, h("b", {}, say("day_page.counter.name", { counter: shown(counter) })), h("span", {}, doing(counter)), h("small", {}, since));
}

/** Services of an agency that nobody more may come for today. */
const bounded = (app, row) => app.state.full.filter((id) => app.state.services[id]?.agency_id === row.agency.id);

function agencySheet(app, act, sheet) {
  const row = rowOf(app, sheet);
  const scope = `agency:${row.agency.id}`;
  const stopped = app.state.stopped.some((one) => one.scope === scope);
  const forecast = row.unreached === null ? say("day_page.live.no_forecast") : row.unreached
    ? say("day_page.live.forecast", { count: row.unreached, numbers: row.unlikely.join(", ") || "–" }) : say("day_page.live.all_reached");
  const full = bounded(app, row);
  return frame(act, sheet, row.agency.name ?? row.agency.short_name, [
    row.figures ? h("p", { key: "today", class: "hint" }, todayText(row.figures)) : null,
    h("p", { key: "forecast", class: "hint" }, forecast),
    h("h3", {}, say("day_page.counters")),
    row.open.length ? h("ul", { class: "lines who" }, row.open.map((one) => counterLine(app, one))) : h("p", { class: "hint" }, say("day_page.live.no_counter")),
    h("div", { class: "times line" },
      app.may("announcements.make") ? tile(app, { key: "helpers", name: "mic", act: () => act.overseeing.helpers(row.agency.id) }, say("day_page.live.helpers")) : null,
      app.may("quota.raise") && full.length ? tile(app, { key: "quota", name: "paper", act: () => act.overseeing.quota(full) }, say("day_page.live.quota")) : null,
      !app.may("numbers.stop") ? null : stopped
        ? tile(app, { key: "go", name: "go", act: () => act.goOn(scope) }, say("day_page.go_on"))
        : tile(app, { key: "stop", name: "stop", act: () => act.sheet({ kind: "stop", scope, reason: null, minutes: null, within: "agency" }) }, say("day_page.stop"))),
  ], null);
}

function quotaSheet(app, act, sheet) {
  const { services } = app.state;
  const name = services[sheet.service_id]?.name ?? "";
  return frame(act, sheet, say("day_page.quota.title"), [
    h("p", { class: "hint" }, say("day_page.quota.hint")),
    h("h3", {}, say("day_page.quota.which")),
    h("div", { class: "picks" }, sheet.services.map((id) =>
      choice({ key: id, on: sheet.service_id === id, act: () => act.pick({ service_id: id }) }, services[id]?.name ?? id, quotaHint(app, id)))),
    h("h3", {}, say("day_page.quota.many")),
    h("div", { class: "picks" }, MORE.map((count) =>
      choice({ key: `n${count}`, on: sheet.persons === count, act: () => act.pick({ persons: count }) }, say("day_page.quota.more", { count })))),
  ], goButton(app, { className: "primary", off: !sheet.service_id, act: () => act.overseeing.raise(sheet) }, icon("paper"), name ? say("day_page.quota.go", { count: sheet.persons, service: name }) : say("day_page.quota.title")));
}

const quotaHint = (app, id) => (app.overview?.raised[id] ? say("day_page.quota.had", { count: app.overview.raised[id] }) : null);

function helperHint(app, counter) {
  if (counter.status === "closed") return say("day_page.counter.closed");
  return counter.until ? say("day_page.live.rests_until", { at: clockText(counter.until, app.zone) }) : say("day_page.live.rests");
}

function helpersSheet(app, act, sheet) {
  const row = rowOf(app, sheet);
  const found = helpersOf(app, row);
  return frame(act, sheet, say("day_page.live.helpers_title", { agency: row.agency.short_name }), [
    h("p", { class: "hint" }, found.length ? say("day_page.live.helpers_hint") : say("day_page.live.helpers_none")),
    h("div", { class: "times line" }, found.map((counter) =>
      tile(app, { key: counter.id, name: "mic", act: () => act.overseeing.askTo(counter) }, say("day_page.counter.name", { counter: shown(counter) }), helperHint(app, counter)))),
  ], null);
}

function technicianSheet(app, act, sheet) {
  const [what, todo] = sheet.words;
  return frame(act, sheet, say("day_page.live.technician_title", { name: sheet.device.name || sheet.device.id }), [
    h("p", {}, h("b", {}, what)), h("p", { class: "hint" }, todo), h("p", { class: "hint" }, say("day_page.live.technician_hint")),
  ], goButton(app, { className: "primary", off: rests(app), act: () => act.overseeing.call(sheet) }, say("day_page.live.technician")));
}

export const AGENCY_SHEETS = { agency: agencySheet, quota: quotaSheet, helpers: helpersSheet, technician: technicianSheet };

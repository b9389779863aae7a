// Counters: cells of the hall, the form of one, and services against counters of an agency.
import { faultsAt, mark, nameOf, rowsOf, setting } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import { peopleView } from "./people-view.js";
import { planView, signOf } from "./plan-view.js";

const label = (entry) => say("settings_page.counter", { number: entry.label || entry.number || "" });
const zoneOf = (app, entry) => app.file.zone.find((one) => one.id === entry.zone)?.name ?? entry.zone ?? "";
const agencyOf = (app, id) => app.file.agency.find((one) => one.id === id);

function cell(app, act, { name, entry }, chosen) {
  const agency = agencyOf(app, entry.agency);
  const bad = faultsAt(app, "counter", name).length > 0;
  return h("li", { key: name }, button({ key: "cell", className: `desk-cell${name === chosen ? " on" : ""}`, act: () => act.show(name), "aria-pressed": String(name === chosen) },
    signOf(entry), mark(agency), h("span", {}, agency ? nameOf("agency", agency) : entry.agency, h("small", {}, zoneOf(app, entry))),
    bad ? icon("warn") : null));
}

function order(app, act, service, counter) {
  const at = counter.entry.services?.indexOf(service.id) ?? -1;
  const one = counter.entry.services?.length === 1;
  return h("td", { key: counter.name }, button({ key: "cell", className: `serves${at >= 0 ? " on" : ""}`, off: !app.edits, act: () => act.serve(counter, service.id), "aria-pressed": String(at >= 0),
    "aria-label": say(at < 0 ? "counters_page.serves_not" : one ? "counters_page.serves_only" : "counters_page.serves", { service: service.name, counter: label(counter.entry), place: at + 1 }) },
  at >= 0 ? String(at + 1) : "–"));
}

/** Services of an agency, and whatever else its counters serve, against its counters. */
function matrix(app, act, agency) {
  const counters = rowsOf(app, "counter").filter((one) => one.entry.agency === agency.id);
  const served = new Set(counters.flatMap((one) => one.entry.services ?? []));
  const services = app.file.service.filter((one) => one.agency === agency.id || served.has(one.id));
  const many = (id) => app.file.counter.filter((one) => one.services?.includes(id)).length;
  const hint = (one) => [say("counters_page.standard", { minutes: one.wait_minutes }), many(one.id) === 0 ? say("agencies_page.nowhere") : many(one.id) === 1 ? say("counters_page.one") : ""].filter(Boolean).join(", ");
  return h("section", { key: "matrix", class: "matrix" }, h("h2", {}, say("counters_page.matrix", { agency: nameOf("agency", agency) })), h("p", { class: "hint" }, say("counters_page.matrix_hint")),
    h("div", { class: "wide-table", tabindex: "0", role: "group", "aria-label": say("counters_page.matrix", { agency: nameOf("agency", agency) }) },
      h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("counters_page.service")), counters.map((one) => h("th", { key: one.name, scope: "col" }, label(one.entry), h("small", {}, zoneOf(app, one.entry)))))),
        h("tbody", {}, services.map((one) => h("tr", { key: one.id }, h("th", { scope: "row" }, one.name, h("small", {}, hint(one))), counters.map((counter) => order(app, act, one, counter))))))));
}

function form(app, act, { name, entry }) {
  return h("section", { key: name, class: "form" }, h("h2", {}, label(entry)),
    ["number", "label", "agency", "zone", "services"].map((field) => setting(app, act, "counter", name, field)),
    app.edits ? h("div", { class: "doings" }, button({ key: "remove", className: "btn", act: () => act.remove(name) }, say("counters_page.remove"))) : null);
}

export function countersView(app, act) {
  const rows = rowsOf(app, "counter");
  const chosen = rows.find((one) => one.name === app.chosen) ?? rows[0] ?? null;
  const agency = chosen ? agencyOf(app, chosen.entry.agency) : null;
  return h("div", { key: "counters", class: "halls" },
    h("div", { key: "head", class: "head top" }, h("p", { class: "title", "aria-hidden": "true" }, say("settings_page.counters")),
      app.edits ? button({ key: "add", className: "btn", act: () => act.add() }, say("counters_page.add")) : null),
    h("div", { key: "beside", class: "beside" }, h("div", {}, h("ul", { class: "desk-cells" }, rows.map((one) => cell(app, act, one, chosen?.name))), agency ? matrix(app, act, agency) : null),
      h("div", { key: "side" }, chosen ? form(app, act, chosen) : null, peopleView(app, act))), planView(app, act));
}

// The calendar: hours of hall, agencies and services, holidays that are proposed or confirmed, closures of some days.
import { dayField } from "../kit/days.js";
import { faultsAt, nameOf, rowsOf } from "../kit/hall/fields.js";
import { hoursRows, scope } from "../kit/hall/hours-view.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { dayOf, dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { glanceView } from "./glance-view.js";
import { weekView } from "./week-view.js";
import { FORM } from "../kit/hall/form.js";

function hours(app, act) {
  return h("section", { key: "hours" }, h("div", { class: "head" }, h("h2", {}, say("calendar_page.rules")),
    app.edits ? button({ key: "add", className: "btn", act: () => act.addHours(app.forces ? {} : { agency: app.account.agency_id }) }, say("calendar_page.add_hours")) : null),
  hoursRows(app, act, rowsOf(app, "hours")));
}

/** Proposals of the year and what the file says of the hall, a date each, in order. */
function dates(app) {
  const { year, days = [] } = app.extra;
  const own = rowsOf(app, "closed").filter(({ entry }) => !entry.agency && !entry.service && String(entry.date).startsWith(String(year)));
  const known = new Set(own.map(({ entry }) => entry.date));
  const today = dayOf(app.clock, app.zone);
  return [...own.map(({ name, entry }) => ({ row: name, ...entry })), ...days.filter((day) => !known.has(day.date) && day.date >= today)].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function holiday(app, act, day) {
  return h("li", { key: day.date }, h("div", {}, h("b", {}, dayText(day.date)), h("p", {}, day.name)),
    day.confirmed ? h("p", { key: "closed", class: "state ok" }, icon("done"), say("calendar_page.closed"))
      : app.forces ? button({ key: "confirm", className: "btn", act: () => act.confirm(day, day.row), "aria-label": say("calendar_page.confirm_of", { date: dayText(day.date) }) }, say("calendar_page.confirm")) : h("p", {}, say("calendar_page.proposed")),
    day.confirmed && app.forces ? button({ key: "undo", className: "mini", act: () => act.undo(day.row), "aria-label": say("settings_page.out", { name: dayText(day.date) }) }, icon("close")) : null);
}

function holidays(app, act) {
  const { year } = app.extra;
  const found = dates(app);
  const open = found.filter((day) => !day.confirmed).length;
  return h("aside", { key: "holidays", class: "holidays" }, h("div", { class: "head" }, h("h2", {}, say("calendar_page.holidays", { year: year ?? "" })), h("p", {}, say("calendar_page.proposals", { count: open })),
    h("span", { key: "turn", class: "pair" }, [-1, 1].map((by) => button({ key: String(by), className: "mini", act: () => act.year(year + by), "aria-label": String(year + by) }, by < 0 ? "‹" : "›")))),
  h("ul", {}, found.map((day) => holiday(app, act, day))), h("p", { class: "hint" }, say("calendar_page.proposals_hint")));
}

function closure(app, act) {
  const { closing = {} } = app.extra;
  const submit = (event) => {
    event.preventDefault();
    const { agency, name } = event.target.elements;
    act.close({ date: closing.date || null, until: closing.until || null, agency: agency.value, name: name.value.trim() }).then((done) => done && event.target.reset());
  };
  const scopes = [...(app.forces ? [["", app.hall.name]] : []), ...app.file.agency.map((one) => [one.id, nameOf("agency", one)])];
  const own = rowsOf(app, "closed").filter(({ entry }) => entry.agency || entry.service);
  return h("section", { key: "closure" }, h("h2", {}, say("calendar_page.closure")),
    app.edits ? h("form", { class: "closure", onsubmit: submit }, ["date", "until"].map((name) => h("div", { key: name, class: "setting" }, h("label", { for: `c-${name}` }, FORM.closed.fields.find((field) => field.name === name).label), dayField({ id: `c-${name}`, value: closing[name], put: (day) => act.closing({ [name]: day }) }))),
      h("div", { key: "agency", class: "setting" }, h("label", { for: "c-agency" }, say("calendar_page.scope")), h("select", { id: "c-agency", name: "agency", onchange: (event) => act.closing({ agency: event.target.value }) }, scopes.map(([code, words]) => h("option", { key: code || "hall", value: code }, words)))),
      h("div", { key: "name", class: "setting" }, h("label", { for: "c-name" }, say("calendar_page.reason")), h("input", { id: "c-name", name: "name", type: "text", maxlength: 120, autocomplete: "off" })),
      h("div", { key: "conflict", role: "status" }, app.extra.booked ? h("p", { class: "conflict" }, icon("warn"), h("span", {}, h("b", {}, say("calendar_page.booked", { count: app.extra.booked })), " ", say("calendar_page.booked_hint"))) : null),
      h("button", { type: "submit", class: "btn primary" }, say("calendar_page.close"))) : null,
    h("ul", { class: "closures" }, own.map(({ name, entry }) => h("li", { key: name }, h("div", {}, h("b", {}, scope(app, entry)), h("p", {}, [entry.date && dayText(entry.date), entry.name].filter(Boolean).join(", "))),
      faultsAt(app, "closed", name).map((fault, at) => h("p", { key: String(at), class: "fault" }, icon("warn"), h("span", {}, fault.message))),
      app.edits ? button({ key: "undo", className: "mini", act: () => act.undo(name), "aria-label": say("settings_page.out", { name: entry.name ?? "" }) }, icon("close")) : null))));
}

const viewSwitch = (app, act) => h("div", { key: "views", class: "views", role: "group", "aria-label": say("calendar_page.views") }, ["week", "month", "year"].map((view) =>
  button({ key: view, className: `chip${(app.extra.view ?? "week") === view ? " on" : ""}`, act: () => act.show(view), "aria-pressed": String((app.extra.view ?? "week") === view) }, say(`calendar_page.view.${view}`))));

export function calendarView(app, act) {
  return h("div", { key: "calendar", class: "halls" },
    h("div", { key: "head", class: "head top" }, h("p", { class: "title", "aria-hidden": "true" }, say("settings_page.calendar"))),
    h("div", { key: "beside", class: "beside" }, h("div", { class: "form" }, viewSwitch(app, act), (app.extra.view ?? "week") === "week" ? weekView(app, act) : glanceView(app, act), hours(app, act), closure(app, act)), holidays(app, act)));
}

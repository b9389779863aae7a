// The calendar: hours of hall, agencies and services, holidays that are proposed or confirmed, closures of some days.
import { faultsAt, nameOf, rowOf, rowsOf, setting } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { dayOf, dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { FORM } from "../kit/hall/form.js";

const DAYS = Object.fromEntries(FORM.hours.fields.find((field) => field.name === "days").choices);

function scope(app, entry) {
  const found = app.file.service.find((one) => one.id === entry.service) ?? app.file.agency.find((one) => one.id === entry.agency);
  return found ? nameOf("agency", found) : app.hall.name;
}

/** Monday to Friday as "Senin–Jumat"; else each day. */
function daysText(entry) {
  const all = Object.keys(DAYS);
  const found = (entry.days ?? []).map((day) => all.indexOf(day)).sort((a, b) => a - b);
  const run = found.length > 2 && found.every((at, n) => n === 0 || at === found[n - 1] + 1);
  const days = run ? `${DAYS[all[found[0]]]}–${DAYS[all[found.at(-1)]]}` : found.map((at) => DAYS[all[at]]).join(", ");
  const dates = (entry.dates ?? []).slice(0, 3).map(dayText).join("; ");
  const span = entry.from || entry.until ? say("calendar_page.span", { from: entry.from ?? "…", until: entry.until ?? "…" }) : "";
  return [days || dates, span].filter(Boolean).join(", ");
}

function hours(app, act) {
  const open = app.extra.hours;
  const row = open && rowOf(app, "hours", open);
  return h("section", { key: "hours" }, h("div", { class: "head" }, h("h2", {}, say("calendar_page.hours")),
    app.edits ? button({ key: "add", className: "btn", act: () => act.addHours() }, say("calendar_page.add_hours")) : null),
  h("ul", { class: "rows hours-rows" }, rowsOf(app, "hours").map(({ name, entry }) => h("li", { key: name },
    button({ key: "row", className: `item${name === open ? " on" : ""}`, act: () => act.show(name === open ? null : name), "aria-expanded": String(name === open) },
      h("span", {}, scope(app, entry), h("small", {}, daysText(entry))), h("b", {}, `${entry.opens ?? ""}–${entry.closes ?? ""}`), h("small", {}, (entry.breaks ?? []).join("; ")),
      faultsAt(app, "hours", name).length ? icon("warn") : null)))),
  row ? h("div", { key: open, class: "form boxed" }, faultsAt(app, "hours", open, "").map((fault, at) => h("p", { key: String(at), class: "fault" }, icon("warn"), h("span", {}, fault.message))),
    FORM.hours.fields.map((field) => setting(app, act, "hours", open, field.name)),
    app.edits ? h("div", { key: "doings", class: "doings" }, button({ key: "remove", className: "btn", act: () => act.removeHours(open) }, say("calendar_page.remove_hours"))) : null) : null);
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
    [-1, 1].map((by) => button({ key: String(by), className: "mini", act: () => act.year(year + by), "aria-label": String(year + by) }, by < 0 ? "‹" : "›"))),
  h("ul", {}, found.map((day) => holiday(app, act, day))), h("p", { class: "hint" }, say("calendar_page.proposals_hint")));
}

function closure(app, act) {
  const submit = (event) => {
    event.preventDefault();
    const { date, until, agency, name } = event.target.elements;
    act.close({ date: date.value || null, until: until.value || null, agency: agency.value, name: name.value.trim() }).then((done) => done && event.target.reset());
  };
  const scopes = [...(app.forces ? [["", app.hall.name]] : []), ...app.file.agency.map((one) => [one.id, nameOf("agency", one)])];
  const own = rowsOf(app, "closed").filter(({ entry }) => entry.agency || entry.service);
  return h("section", { key: "closure" }, h("h2", {}, say("calendar_page.closure")),
    app.edits ? h("form", { class: "closure", onsubmit: submit }, ["date", "until"].map((name) => h("div", { key: name, class: "setting" }, h("label", { for: `c-${name}` }, FORM.closed.fields.find((field) => field.name === name).label), h("input", { id: `c-${name}`, name, type: "date" }))),
      h("div", { key: "agency", class: "setting" }, h("label", { for: "c-agency" }, say("calendar_page.scope")), h("select", { id: "c-agency", name: "agency" }, scopes.map(([code, words]) => h("option", { key: code || "hall", value: code }, words)))),
      h("div", { key: "name", class: "setting" }, h("label", { for: "c-name" }, say("calendar_page.reason")), h("input", { id: "c-name", name: "name", type: "text", maxlength: 120, autocomplete: "off" })),
      h("button", { type: "submit", class: "btn primary" }, say("calendar_page.close"))) : null,
    h("ul", { class: "closures" }, own.map(({ name, entry }) => h("li", { key: name }, h("div", {}, h("b", {}, scope(app, entry)), h("p", {}, [entry.date && dayText(entry.date), entry.name].filter(Boolean).join(", "))),
      faultsAt(app, "closed", name).map((fault, at) => h("p", { key: String(at), class: "fault" }, icon("warn"), h("span", {}, fault.message))),
      app.edits ? button({ key: "undo", className: "mini", act: () => act.undo(name), "aria-label": say("settings_page.out", { name: entry.name ?? "" }) }, icon("close")) : null))));
}

export function calendarView(app, act) {
  return h("div", { key: "calendar", class: "halls" },
    h("div", { key: "head", class: "head top" }, h("p", { class: "title", "aria-hidden": "true" }, say("settings_page.calendar"))),
    h("div", { key: "beside", class: "beside" }, h("div", { class: "form" }, hours(app, act), closure(app, act)), holidays(app, act)));
}

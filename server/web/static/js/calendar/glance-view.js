// A month or a year of the hall at a glance; a tap on a day shows its week.
import { button } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { dayPart, dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const MONDAYS = Array.from({ length: 7 }, (_, at) => dayPart(`2024-01-0${at + 1}`, { weekday: "short" }));
/** Where a day stands in its week, Monday first. */
const place = (day) => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;

const kind = (day) => (day.closed_for ? "holiday" : !day.open ? "shut" : day.proposed ? "proposed" : day.special ? "special" : "");

function words(day) {
  if (day.closed_for) return say("calendar_page.day_closed", { name: day.closed_for });
  const hours = day.open ? (day.opens ? `${day.opens}–${day.closes}` : say("calendar_page.day_open")) : say("calendar_page.shut");
  return [hours, day.proposed ? say("calendar_page.day_proposed", { name: day.proposed }) : ""].filter(Boolean).join(", ");
}

function month(app, act, days, large) {
  const cells = [...Array.from({ length: place(days[0].date) }, () => null), ...days];
  const rows = Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) => Array.from({ length: 7 }, (_, n) => cells[at * 7 + n] ?? null));
  return h("table", { key: days[0].date, class: `month${large ? " large" : ""}` }, h("caption", { class: large ? "sr" : null }, dayPart(days[0].date, { month: "long", year: "numeric" })),
    h("thead", {}, h("tr", {}, MONDAYS.map((name) => h("th", { key: name, scope: "col" }, name)))),
    h("tbody", {}, rows.map((row, at) => h("tr", { key: String(at) }, row.map((day, n) => h("td", { key: String(n), class: day ? kind(day) : "none" }, day
      ? button({ key: "day", className: "day", act: () => act.goTo(day.date), "aria-label": `${dayText(day.date)}: ${words(day)}` }, h("b", {}, String(Number(day.date.slice(8)))),
        large ? h("small", {}, words(day), day.agencies.length ? h("span", {}, say("calendar_page.day_agencies", { count: day.agencies.length })) : null) : null)
      : null))))));
}

export function glanceView(app, act) {
  const { glance, view } = app.extra;
  if (!glance) return h("section", { key: "glance" }, h("p", { role: "status" }, say("settings_page.asking")));
  const names = [...new Set(glance.days.map((day) => day.date.slice(0, 7)))];
  const months = names.map((name) => glance.days.filter((day) => day.date.startsWith(name)));
  const large = view === "month";
  return h("section", { key: "glance", class: "glance" },
    h("div", { class: "head" }, h("h2", {}, large ? dayPart(glance.first, { month: "long", year: "numeric" }) : glance.first.slice(0, 4)),
      h("div", { class: "doings" }, [-1, 1].map((by) => button({ key: String(by), className: "mini", act: () => act.turn(by), "aria-label": say(by < 0 ? "calendar_page.before" : "calendar_page.after") }, by < 0 ? "‹" : "›")))),
    app.draft.faults.length ? h("p", { key: "faulty", class: "hint" }, say("calendar_page.in_force")) : null,
    h("div", { class: large ? "" : "year" }, months.map((days) => month(app, act, days, large))),
    h("p", { key: "legend", class: "legend" }, ["holiday", "shut", "proposed", "special"].map((name) => h("span", { key: name }, h("i", { class: name, "aria-hidden": "true" }), say(`calendar_page.legend.${name}`)))));
}

// The figures of a report by what was chosen; each opens down to the legs that it is made of. And the counters' time.
import { button } from "../kit/parts.js";
import { known, LOCALE, say } from "../kit/say.js";
import { dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { minutes } from "./heat-view.js";

const COLUMNS = ["visits", "wait_p50", "wait_p90", "within", "service_p50", "service_p90", "missed", "unserved", "cancelled", "refused"];
/** What the legs behind each column are. */
const WHAT = { wait_p50: "waits", wait_p90: "waits", within: "over", service_p50: "service", service_p90: "service" };

const sum = (row) => Object.values(row.refused).reduce((total, count) => total + count, 0);
const share = (row) => (row.wait.count ? `${Math.floor((100 * row.within) / row.wait.count)} %` : "–");

const VALUES = {
  wait_p50: (row) => minutes(row.wait.p50), wait_p90: (row) => minutes(row.wait.p90), within: share,
  service_p50: (row) => minutes(row.service.p50), service_p90: (row) => minutes(row.service.p90), refused: (row) => String(sum(row)),
};
const value = (column, row) => (VALUES[column] ? VALUES[column](row) : String(row[column]));

/** Of how many legs or people a figure is made. */
function many(column, row) {
  if (column.startsWith("wait_")) return row.wait.count;
  if (column.startsWith("service_")) return row.service.count;
  if (column === "within") return row.wait.count - row.within;
  return column === "refused" ? sum(row) : row[column];
}

/** What a row is called. */
export function nameOf(app, by, key) {
  if (!key) return say("report_page.none");
  if (by === "day") return dayText(key);
  if (by === "hour") return say("report_page.hour", { from: `${key}.00`, until: `${key}.59` });
  const named = app.answer.names[`${by}:${key}`];
  if (named) return by === "counter" ? say("day_page.counter.name", { counter: named }) : named;
  return known(`report_page.${by}_is.${key}`) ? say(`report_page.${by}_is.${key}`) : key;
}

function figure(app, act, column, row, chosen, title) {
  const shown = value(column, row);
  const before = app.answer.before;
  const then = before ? (row.key ? before.rows.find((one) => one.key === row.key) : before.total) : null;
  const was = then ? h("small", { key: "was" }, say("report_page.was", { value: value(column, then) })) : null;
  const empty = !many(column, row);
  return h("td", { key: column, class: "number" },
    empty ? h("span", {}, shown) : button({ key: "open", className: "figure", act: () => act.open(title, WHAT[column] ?? column, chosen) }, shown, h("span", { class: "sr" }, `, ${say(`report_page.column.${column}`)}`)), was);
}

function reasons(app, act, row, chosen, title) {
  const codes = Object.entries(row.refused).sort(([, a], [, b]) => b - a);
  if (!codes.length) return null;
  return h("p", { key: "why", class: "why-refused" }, codes.map(([code, count]) =>
    button({ key: code, className: "figure", act: () => act.open(title, "refused", chosen, code) }, say("day_page.figure.why", { why: say(known(`turned_away.${code}`) ? `turned_away.${code}` : "turned_away.other"), count }))));
}

function line(app, act, row, name, chosen) {
  const narrow = row.key && app.by !== "day"
    ? button({ key: "narrow", className: "figure name", act: () => act.show({ chosen: { ...app.chosen, ...chosen } }) }, name) : name;
  return h("tr", { key: row.key || "none" }, h("th", { scope: "row" }, narrow, reasons(app, act, row, chosen, name)),
    COLUMNS.map((column) => figure(app, act, column, row, chosen, `${name}: ${say(`report_page.column.${column}`)}`)));
}

export function figuresView(app, act) {
  const { report, by } = app.answer;
  const rows = [...report.rows].sort((a, b) => (by === "hour" || by === "day" ? a.key.localeCompare(b.key) : nameOf(app, by, a.key).localeCompare(nameOf(app, by, b.key), LOCALE, { numeric: true })));
  const heads = COLUMNS.map((column) => h("th", { key: column, scope: "col" }, say(`report_page.column.${column}`)));
  return h("section", { key: "figures", class: "wide-table", tabindex: "0", "aria-label": say("report_page.figures") }, h("table", { class: "sums" },
    h("caption", {}, h("b", {}, say("report_page.figures")), " ", say("report_page.figures_hint")),
    h("thead", {}, h("tr", {}, h("th", { key: "by", scope: "col" }, say(`report_page.by.${by}`)), heads)),
    h("tbody", {}, rows.map((row) => line(app, act, row, nameOf(app, by, row.key), { [by]: row.key }))),
    h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, say("report_file.total")),
      COLUMNS.map((column) => figure(app, act, column, report.total, {}, `${say("report_file.total")}: ${say(`report_page.column.${column}`)}`))))));
}

export const hours = (seconds) => say("report_page.hours", { hours: Math.floor(seconds / 3600), minutes: String(Math.floor(seconds / 60) % 60).padStart(2, "0") });

/** How long each counter was open, paused, at work, and free though people waited; each opens down to its days and events. */
export function desksView(app, act) {
  const { desks } = app.answer.report;
  if (!desks.length) return null;
  const names = ["open", "paused", "serving", "idle"];
  const shown = [...desks].sort((a, b) => nameOf(app, "counter", a.counter_id).localeCompare(nameOf(app, "counter", b.counter_id), LOCALE, { numeric: true }));
  return h("section", { key: "desks", class: "wide-table", tabindex: "0", "aria-label": say("report_page.desks") }, h("table", { class: "sums" },
    h("caption", {}, h("b", {}, say("report_page.desks")), " ", say("report_page.desks_hint")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("report_page.by.counter")), names.map((name) => h("th", { key: name, scope: "col" }, say(`report_page.desk.${name}`))))),
    h("tbody", {}, shown.map((desk) => h("tr", { key: desk.counter_id }, h("th", { scope: "row" }, nameOf(app, "counter", desk.counter_id)),
      names.map((name) => h("td", { key: name, class: "number" },
        button({ key: "open", className: "figure", act: () => act.openCounter(desk.counter_id, say("report_page.desks_title", { counter: nameOf(app, "counter", desk.counter_id) })) },
          hours(desk[name]), h("span", { class: "sr" }, `, ${say(`report_page.desk.${name}`)}`)))))))));
}

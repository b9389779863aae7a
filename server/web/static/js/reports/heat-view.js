// How long people waited, by agency and the hour in which they came; beside it half and nine tenths against the standard.
import { badge, button } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

const STEPS = [8, 16, 26, 40];
export const minutes = (seconds) => (seconds === null || seconds === undefined ? "–" : String(Math.round(seconds / 60)));
const heat = (seconds) => 1 + STEPS.filter((step) => seconds / 60 >= step).length;

function cell(act, agency, standard, found, hour) {
  const name = `${String(hour).padStart(2, "0")}`;
  if (!found) return h("td", { key: name, class: "none" }, h("span", { class: "sr" }, say("report_page.nobody")));
  const over = standard && found.p50 > standard * 60;
  const title = say("report_page.heat_title", { agency: agency.short_name, hour: name });
  return h("td", { key: name, class: `heat-${heat(found.p50)}${over ? " over" : ""}` },
    button({ key: "open", className: "figure", act: () => act.open(title, "waits", { agency: agency.id, hour: name }) }, minutes(found.p50),
      over ? h("span", { class: "sr" }, ` ${say("report_page.over")}`) : null));
}

/** From half to nine tenths, on a line as long as the longest; what is beyond the standard is hatched. */
function bar(row, standard, longest) {
  const at = (seconds) => `${Math.min(100, (100 * seconds) / longest)}%`;
  const { p50, p90 } = row.wait;
  if (p50 === null) return null;
  const limit = standard * 60;
  const part = (name, from, to) => (to > from ? h("i", { key: name, class: name, vars: { left: at(from), width: `calc(${at(to)} - ${at(from)})` } }) : null);
  return h("div", { class: "bars", "aria-hidden": "true" }, part("within", Math.min(p50, limit), Math.min(p90, limit)), part("beyond", Math.max(p50, limit), Math.max(p90, limit)),
    h("i", { key: "half", class: "half", vars: { left: at(p50) } }), h("i", { key: "standard", class: "standard", vars: { left: at(limit) } }));
}

/** The table of waits; it stands on the agencies whatever the figures below go by. */
export function heatView(app, act) {
  const { report, standards } = app.answer;
  const agencies = app.config.agencies.filter((one) => report.heat.some((cellOf) => cellOf.agency_id === one.id));
  const hours = [...new Set(report.heat.map((one) => one.hour))].sort((a, b) => a - b);
  if (!agencies.length) return h("p", { key: "heat", class: "nothing" }, say("report_page.no_waits"));
  const cells = Object.fromEntries(report.heat.map((one) => [`${one.agency_id} ${one.hour}`, one]));
  const byAgency = app.by === "agency" ? Object.fromEntries(report.rows.map((row) => [row.key, row])) : {};
  const longest = Math.max(60, ...Object.values(byAgency).map((row) => row.wait.p90 ?? 0), ...Object.values(standards).map((one) => one * 60)) * 1.05;
  const heads = hours.map((hour) => h("th", { key: `h${hour}`, scope: "col" }, String(hour).padStart(2, "0")));
  const more = app.by === "agency" ? ["p50", "p90"].map((name) => h("th", { key: name, scope: "col" }, name)) : [];
  return h("section", { key: "heat", class: "wide-table", tabindex: "0", "aria-label": say("report_page.waits") }, h("table", { class: "heat" },
    h("caption", {}, h("b", {}, say("report_page.waits")), " ", say("report_page.median")),
    h("thead", {}, h("tr", {}, h("th", { key: "agency", scope: "col" }, say("report_page.by.agency")), heads, more, more.length ? h("th", { key: "bar", scope: "col", class: "wide" }, say("report_page.bar")) : null)),
    h("tbody", {}, agencies.map((agency) => {
      const row = byAgency[agency.id];
      return h("tr", { key: agency.id },
        h("th", { key: "agency", scope: "row" }, h("span", { class: "who" }, badge(agency, "ink", "low"), h("span", {}, agency.short_name))),
        hours.map((hour) => cell(act, agency, standards[agency.id], cells[`${agency.id} ${hour}`], hour)),
        more.length ? ["p50", "p90"].map((name) => h("td", { key: name, class: "number" }, h("b", {}, minutes(row?.wait[name])))) : null,
        more.length ? h("td", { key: "bar" }, row ? bar(row, standards[agency.id] ?? 0, longest) : null) : null);
    }))), h("p", { class: "legend" }, say("report_page.legend")));
}

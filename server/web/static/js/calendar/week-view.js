// A week as the draft makes it: hall and agencies by day; what follows the hall says so, and a tapped day tells its rule.
import { mark, nameOf } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { dayPart } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const short = (day) => `${dayPart(day, { weekday: "short" })} ${dayPart(day, { day: "numeric" })}`;

function cell(app, act, row, day, at) {
  const on = app.extra.day === at;
  const words = day.same && row.agency ? say("calendar_page.same") : day.spans.length ? `${day.spans[0].opens}–${day.spans.at(-1).closes}` : say("calendar_page.shut");
  const breaks = !day.same || !row.agency ? day.spans.slice(1).map((span, n) => `${day.spans[n].closes}–${span.opens}`) : [];
  return h("td", { key: day.date, class: `${on ? "on" : ""}${day.spans.length ? "" : " shut"}` }, h("span", {}, words), breaks.map((pause) => h("small", { key: pause }, say("calendar_page.pause", { pause }))),
    day.closed_for && !row.agency ? h("small", {}, day.closed_for) : null);
}

export function weekView(app, act) {
  const { week, day = null } = app.extra;
  if (!week) return h("section", { key: "week" }, h("p", { role: "status" }, say("settings_page.asking")));
  const [hall] = week.rows;
  const same = (row) => row.agency && row.days.every((one) => one.same);
  const shown = week.rows.filter((row) => !same(row));
  const following = week.rows.filter(same).map((row) => app.file.agency.find((one) => one.id === row.agency)).filter(Boolean);
  const told = day === null ? null : week.rows.map((row) => [row, row.days[day]]).filter(([row, one]) => !row.agency || !one.same);
  const name = (row) => (row.agency ? app.file.agency.find((one) => one.id === row.agency) : null);
  return h("section", { key: "week", class: "week" }, h("div", { class: "head" }, h("h2", {}, say("calendar_page.week", { from: dayPart(hall.days[0].date, { day: "numeric", month: "long" }), to: dayPart(hall.days[6].date, { day: "numeric", month: "long", year: "numeric" }) })),
    h("div", { class: "doings" }, button({ key: "back", className: "mini", act: () => act.week(-7), "aria-label": say("calendar_page.week_before") }, "‹"), button({ key: "on", className: "mini", act: () => act.week(7), "aria-label": say("calendar_page.week_after") }, "›"))),
  app.draft.faults.length ? h("p", { key: "faulty", class: "hint" }, say("calendar_page.in_force")) : null,
  h("div", { class: "wide-table", tabindex: "0", role: "group", "aria-label": say("calendar_page.hours") }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("calendar_page.hours")), hall.days.map((one, at) => h("th", { key: one.date, scope: "col", class: day === at ? "on" : null },
      button({ key: "day", className: "day-head", act: () => act.extra({ day: day === at ? null : at }), "aria-pressed": String(day === at) }, short(one.date)))))),
    h("tbody", {}, shown.map((row) => h("tr", { key: row.agency || "hall" }, h("th", { scope: "row" }, h("span", {}, row.agency ? mark(name(row)) : icon("hall"), row.agency ? nameOf("agency", name(row) ?? { id: row.agency }) : say("calendar_page.hall"))),
      row.days.map((one, at) => cell(app, act, row, one, at))))))),
  following.length ? h("p", { key: "following", class: "following" }, say("calendar_page.following"), following.map((one) => h("span", { key: one.id }, mark(one), nameOf("agency", one)))) : null,
  told ? h("div", { key: "told", class: "told-day", role: "status" }, told.map(([row, one]) => h("p", { key: row.agency || "hall" }, row.agency ? h("b", {}, `${nameOf("agency", name(row) ?? {})}: `) : null, one.told))) : null);
}

// The hall in figures: what waits and is open now, and what today came to. Pure.
import { known, say } from "../../kit/say.js";
import { minutesBetween } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";

/** "kuota habis 9, sudah tutup 2": why people got no number, most often first. */
export function refusedText(refused) {
  const rows = Object.entries(refused).sort(([, a], [, b]) => b - a);
  return rows.map(([code, count]) => say("day_page.figure.why", { why: say(known(`turned_away.${code}`) ? `turned_away.${code}` : "turned_away.other"), count })).join(", ");
}

const sum = (refused) => Object.values(refused).reduce((total, count) => total + count, 0);

/** "Diberikan 248 · Selesai 187 · …" of the hall or an agency. */
export function todayText(figures) {
  const told = ["given", "served", "missed", "cancelled", "unserved"].filter((name) => name === "given" || name === "served" || figures[name])
    .map((name) => say(`day_page.figure.${name}`, { count: figures[name] }));
  const many = sum(figures.refused);
  if (many) told.push(say("day_page.figure.refused", { count: many, why: refusedText(figures.refused) }));
  return told.join(" · ");
}

export function figures(app) {
  const { state, now, overview } = app;
  const counters = Object.values(state.counters);
  const open = counters.filter((one) => one.status !== "closed").length;
  const longest = state.waiting.map((leg) => [minutesBetween(leg.arrived_at, now), leg]).sort(([a], [b]) => b - a)[0];
  const agency = longest ? state.agencies[state.services[longest[1].service_id]?.agency_id]?.short_name : null;
  const row = [
    ["waiting", state.waiting.length, say("day_page.waiting")],
    ["served", overview?.figures.served, say("day_page.served")],
    ["open", open, say("day_page.open", { count: counters.length })],
    ["longest", longest?.[0] ?? 0, agency ? say("day_page.longest_at", { agency }) : say("day_page.longest")],
  ].filter(([, count]) => count !== undefined);
  return h("div", { key: "figures" },
    h("div", { class: "figures" }, row.map(([key, count, words]) => h("p", { key, class: key }, h("b", {}, String(count)), h("span", {}, words)))),
    overview ? h("p", { key: "today", class: "today" }, todayText(overview.figures)) : null);
}

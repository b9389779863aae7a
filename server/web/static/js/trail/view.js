// The whole page of the trail, for what is known now.
import { button } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { clockText, dateText, dayOf } from "../kit/time.js";
import { h } from "../kit/vdom.js";

/** Who an actor is: somebody's name, a device's id, or the hub's machine. */
function who(actor, app) {
  if (!actor) return say("trail_page.nobody");
  const id = actor.replace(/^staff:/, "");
  return actor === "system" ? say("trail_page.machine") : app.names[id] ?? id;
}

// Of roles and kinds of devices; a date stands as it is.
const DETAILS = ["staff", "supervisor", "manager", "auditor", "administrator", "kiosk", "display"];
const detail = (word) => (DETAILS.includes(word) ? say(`trail_page.detail.${word}`) : word);

/** What an entry is about, unless it is who did it. */
function about(entry, app) {
  const own = entry.actor === `staff:${entry.about}`;
  return [own ? "" : app.names[entry.about] ?? entry.about, detail(entry.detail)].filter(Boolean).join(", ");
}

function row(entry, app) {
  const grave = entry.what === "sign_in_failed";
  const times = entry.times > 1 ? h("small", {}, say("trail_page.times", { times: entry.times, at: clockText(entry.until, app.zone) })) : null;
  return h("tr", { key: String(entry.id), class: grave ? "grave" : null },
    h("td", {}, clockText(entry.at, app.zone)), h("td", {}, who(entry.actor, app)),
    h("td", {}, say(`trail_page.did.${entry.what}`), times), h("td", {}, about(entry, app)));
}

/** The entries of one day in the hall, the latest first. */
function dayTable([day, entries], app) {
  const heads = ["at", "who", "what", "about"].map((key) => h("th", { key, scope: "col" }, say(`trail_page.${key}`)));
  return h("section", { key: day }, h("h2", {}, dateText(Date.parse(entries[0].at), app.zone)),
    h("table", { class: "trail" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, entries.map((entry) => row(entry, app)))));
}

function byDay(app) {
  const days = new Map();
  for (const entry of app.entries) {
    const day = dayOf(entry.at, app.zone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

/** The main part of the page. */
export function trailView(app, act, title) {
  const asking = h("p", { key: "asking", role: "status" }, say("trail_page.asking"));
  const known = () => [h("p", { key: "hint" }, say("trail_page.hint", { days: app.keptDays })), app.entries.length ? null : h("p", { key: "none", role: "status" }, say("trail_page.none")), byDay(app).map((one) => dayTable(one, app)),
    app.ended ? null : button({ key: "older", className: "btn", act: () => act.older() }, say("trail_page.older"))];
  return [h("main", { key: "trail", class: "devices trails" }, h("h1", {}, title), app.entries ? known() : asking)];
}

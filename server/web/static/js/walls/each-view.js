// Each wall: how it is, what it shows, and a call tried on it.
import { condition, faultsOf } from "../kit/devices/facts.js";
import { CONDITIONS, faultWords } from "../kit/devices/words.js";
import { nameOf, rowsOf, setting } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { whenText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const FIELDS = ["zone", "agencies", "counters", "slides"];

/** The counters that a row of the draft lets through, as the wall itself will reckon. */
function shown(app, { zone, agencies = [], counters = [] }) {
  return app.file.counter.filter((one) => (!zone || one.zone === zone) && (!agencies.length || agencies.includes(one.agency)) && (!counters.length || counters.includes(one.number)));
}

function tells(app, entry) {
  const found = shown(app, entry);
  if (!found.length) return h("p", { key: "none", class: "fault" }, icon("warn"), h("span", {}, say("walls_page.shows_none")));
  const numbers = found.map((one) => one.label || one.number).join(", ");
  return h("p", { key: "shows", class: "hint" }, say("walls_page.shows", { count: found.length, numbers }));
}

function opened(app, act, row) {
  return h("div", { key: "opened", class: "opened form" }, h("p", { key: "how", class: "hint" }, say("walls_page.how")), FIELDS.map((field) => setting(app, act, "wall", row.name, field)), tells(app, row.entry),
    h("a", { key: "plan", class: "link", href: "/counters" }, say("walls_page.on_plan")),
    app.edits ? h("div", { key: "doings", class: "doings" }, button({ key: "remove", className: "btn", act: () => act.leaveToFile(row.name) }, say("walls_page.leave_to_file"))) : null);
}

function faults(app, one, how) {
  if (how !== "degraded" && how !== "fault") return null;
  return faultsOf(one).map((fault, at) => {
    const [what, todo] = faultWords(fault, one);
    return h("p", { key: `fault-${at}`, class: "fault" }, icon("warn"), h("span", {}, `${what}. ${todo}`));
  });
}

/** Where it is and what it shows, in a line: as the draft says, else as it told itself. */
function where(app, row, one) {
  const zone = row ? row.entry.zone : one?.zone;
  const found = app.file.zone.find((each) => each.id === zone);
  const agencies = (row?.entry.agencies ?? []).map((id) => nameOf("agency", app.file.agency.find((each) => each.id === id) ?? { id }));
  return [found ? say("walls_page.in_zone", { zone: found.name }) : zone || say("walls_page.whole_hall"), ...agencies].join(", ");
}

function wall(app, act, { one, row }) {
  const id = one?.id ?? row.entry.id;
  const on = row && app.extra.wall === row.entry.id;
  const how = one ? condition(one, app.clock) : null;
  const [kind, sign] = one ? CONDITIONS[how] : ["warn", "warn"];
  const since = one?.seen_at && whenText(Date.parse(one.seen_at), app.clock, app.zone);
  const name = one?.name ?? (id || say("walls_page.new_wall"));
  return h("li", { key: row?.name ?? id, class: `wall${on ? " on" : ""}` }, h("div", { key: "told" }, h("b", {}, name), h("small", {}, where(app, row, one)),
    h("span", { class: `state ${kind}` }, icon(sign), h("span", {}, one ? say(`device_page.condition.${how}`, { since }) : say("walls_page.not_enrolled"))), one ? faults(app, one, how) : null),
  row || (app.edits && app.file.display) ? button({ key: "set", className: "btn", act: () => act.openWall(row, one), "aria-expanded": String(Boolean(on)), "aria-label": say("walls_page.set_named", { wall: name }) }, icon("screen"), say("walls_page.set")) : null,
  one && app.may("devices.try") ? button({ key: "try", className: "btn", busy: app.busy === `call-${one.id}`, act: () => act.tryOut(one) }, icon("speaker"), say("walls_page.try", { wall: one.name })) : null,
  on ? opened(app, act, row) : null);
}

/** The enrolled walls, each with its row of the draft if it has one; then rows whose device nobody enrolled. */
export function eachWall(app, act) {
  const found = app.extra.walls;
  if (!found) return null;
  const rows = rowsOf(app, "wall");
  const known = new Set(found.map((one) => one.id));
  const all = [...found.map((one) => ({ one, row: rows.find(({ entry }) => entry.id === one.id) ?? null })), ...rows.filter(({ entry }) => !known.has(entry.id)).map((row) => ({ one: null, row }))];
  return h("section", { key: "walls", class: "closures" }, h("div", { class: "head" }, h("h2", {}, say("walls_page.walls")), h("a", { class: "link", href: "/devices" }, say("walls_page.devices"))),
    h("p", { class: "hint" }, say(found.length ? "walls_page.try_hint" : "walls_page.no_wall")), h("ul", {}, all.map((each) => wall(app, act, each))));
}

// The plan of the hall as squares, with what has no place yet, and what the chosen wall says of counters.
import { faultsAt, mark, nameOf, rowsOf, setting } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import { isPlaced } from "./plan.js";
import { pieceName, wallName } from "./plan-words.js";

const ARROWS = { up: "↑", down: "↓", left: "←", right: "→" };
const SIGNS = { left: "←", right: "→", ahead: "↑", behind: "↓" };
const WAYS = ["left", "right", "ahead", "behind"];

/** A counter's label or number, as its plate has it. */
export const signOf = ({ label, number }) => h("b", { class: label?.length > 3 ? "long" : null }, String(label || number || "?"));

const isChosen = (app, one) => (one.section === "counter" ? app.extra.counter === one.name : app.extra.wall === one.entry.id);

function moving(app, act, one) {
  if (!app.edits) return {};
  return {
    onpointerdown: (event) => act.plan.take(one, event), onpointermove: (event) => act.plan.follow(event),
    onpointerup: () => act.plan.drop(), onpointercancel: () => act.plan.drop(true),
    onkeydown: (event) => {
      if (!event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act.plan.step(one, event.key);
    },
  };
}

function told(app, one) {
  const { entry } = one;
  const agency = one.section === "counter" ? app.file.agency.find((row) => row.id === entry.agency) : null;
  const zone = one.section === "counter" ? app.file.zone.find((row) => row.id === entry.zone)?.name : null;
  const way = one.section === "counter" ? wayOf(app, entry) : null;
  return [pieceName(app, one), agency ? nameOf("agency", agency) : null, zone, way ? say(`walls_page.ways.${way}`) : null, say("counters_page.plan.at", { x: one.x, y: one.y })].filter(Boolean).join(", ");
}

function piece(app, act, one) {
  const counter = one.section === "counter";
  const on = isChosen(app, one);
  const way = counter ? wayOf(app, one.entry) : null;
  const agency = counter ? app.file.agency.find((row) => row.id === one.entry.agency) : null;
  return button({ key: `${one.section}/${one.name}`, id: `piece-${one.section}-${one.name}`, className: `piece ${one.section}${on ? " on" : ""}`,
    vars: { "--x": one.x, "--y": one.y }, "aria-label": told(app, one), "aria-pressed": String(on), "aria-describedby": app.edits ? "plan-how" : null,
    act: () => act.plan.choose(one), ...moving(app, act, one) },
  faultsAt(app, one.section, one.name).length ? icon("warn") : null,
  counter ? [signOf(one.entry), way ? h("b", { class: "way" }, SIGNS[way]) : mark(agency)] : [icon("screen"), h("b", {}, ARROWS[one.entry.faces] ?? "")]);
}

/** Where the chosen wall says that a counter lies. */
function wayOf(app, entry) {
  const wall = app.file.wall.find((one) => one.id === app.extra.wall);
  return wall ? app.extra.ways?.[wall.id]?.[entry.number] ?? null : null;
}

/** Each zone as the field that its counters stand in. */
function zones(app, placed) {
  return app.file.zone.map((zone) => ({ zone, own: placed.filter((one) => one.section === "counter" && one.entry.zone === zone.id) })).filter(({ own }) => own.length)
    .map(({ zone, own }) => {
      const [xs, ys] = ["x", "y"].map((axis) => own.map((one) => one[axis]));
      return h("div", { key: `zone-${zone.id}`, class: "zone-field", vars: { "--x": Math.min(...xs), "--y": Math.min(...ys), "--x2": Math.max(...xs) + 1, "--y2": Math.max(...ys) + 1 } },
        h("span", {}, zone.name ?? zone.id));
    });
}

function loose(app, act, pieces) {
  const found = pieces.filter((one) => !isPlaced(one));
  const known = new Set(app.file.wall.map((one) => one.id));
  const walls = (app.extra.walls ?? []).filter((one) => !known.has(one.id));
  if (!app.edits || !(found.length + walls.length)) return null;
  return h("div", { key: "loose", class: "boxed form" }, h("h3", {}, say("counters_page.plan.loose")), h("p", { class: "hint" }, say("counters_page.plan.loose_hint")),
    h("div", { class: "doings" },
      found.length > 1 ? button({ key: "all", className: "btn primary", act: () => act.plan.place(found) }, say("counters_page.plan.place_all", { count: found.length })) : null,
      found.map((one) => button({ key: `${one.section}-${one.name}`, className: "btn", act: () => act.plan.place([one]) }, one.section === "wall" ? icon("screen") : null, pieceName(app, one))),
      walls.map((one) => button({ key: `device-${one.id}`, className: "btn", act: () => act.plan.addWall(one) }, icon("screen"), one.name))));
}

function seen(app, act) {
  const found = rowsOf(app, "wall").find((one) => one.entry.id === app.extra.wall);
  if (!found) return null;
  const { name, entry } = found;
  const ways = app.extra.ways?.[entry.id] ?? {};
  const counters = (way) => app.file.counter.filter((one) => ways[one.number] === way).map((one) => one.label || one.number);
  const unknown = app.file.counter.filter((one) => !ways[one.number]).map((one) => one.label || one.number);
  const lines = [...WAYS.map((way) => [way, counters(way)]), ["unknown", unknown]].filter(([, numbers]) => numbers.length);
  return h("div", { key: "seen", class: "boxed form" }, h("h3", {}, say("counters_page.plan.wall", { wall: wallName(app, entry) })), setting(app, act, "wall", name, "faces"),
    h("p", { class: "hint" }, say("counters_page.plan.seen")),
    h("ul", { class: "lies" }, lines.map(([way, numbers]) => h("li", { key: way, class: way }, say(`counters_page.plan.${way}`, { numbers: numbers.join(", ") })))),
    h("details", { key: "hand" }, h("summary", {}, say("counters_page.plan.by_hand")), h("div", { class: "form" }, h("p", { class: "hint" }, say("counters_page.plan.by_hand_hint")),
      WAYS.map((way) => setting(app, act, "wall", name, way)))),
    h("a", { key: "shows", class: "link", href: "/walls" }, say("counters_page.plan.shows")));
}

/** What is chosen on the plan, and the way out of it. */
function chosen(app, act, placed) {
  const one = placed.find((each) => isChosen(app, each));
  return one && app.edits ? button({ key: "out", className: "btn", act: () => act.plan.remove(one) }, icon("close"), say("counters_page.plan.out", { what: pieceName(app, one) })) : null;
}

/** Nothing for who sees one agency only: the plan is the hall's. */
export function planView(app, act) {
  if (!app.file.display) return null;
  const { pieces, size } = act.plan;
  const placed = pieces.filter(isPlaced);
  return h("section", { key: "plan", class: "plan" }, h("h2", {}, say("counters_page.plan.title")), h("p", { id: "plan-how", class: "hint" }, say(app.edits ? "counters_page.plan.how" : "counters_page.plan.read")),
    h("p", { key: "moved", class: "sr", role: "status" }, app.extra.moved ?? ""),
    h("div", { key: "beside", class: "beside" },
      h("div", { key: "squares", class: "wide-table", tabindex: "0", role: "group", "aria-label": say("counters_page.plan.title") },
        h("div", { class: "squares", vars: { "--columns": size.x, "--rows": size.y } }, zones(app, placed), placed.map((one) => piece(app, act, one)))),
      h("div", { key: "side", class: "form" }, seen(app, act), chosen(app, act, placed), loose(app, act, pieces))));
}

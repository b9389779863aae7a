// Agencies and their services in one tree: searched, moved by keys or by dragging.
import { alikeNote } from "../kit/hall/alike-view.js";
import { contrastNote } from "../kit/hall/contrast-view.js";
import { mark, nameOf, rowsOf } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { dayOf } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const has = (words, text) => (text ?? "").toLowerCase().includes(words);
const faulty = (app, section, row) => app.draft.faults.some((fault) => fault.section === section && fault.row === row);

/** Hours of single days that are over. */
export const isOver = (hours, today) => hours.dates?.length > 0 && !hours.days?.length && hours.dates.every((day) => day <= today);

/** Closed: all its own hours are suspended or over. */
export function closed(app, section, id) {
  const own = app.file.hours.filter((one) => one[section] === id && (section === "service" || !one.service));
  return own.length > 0 && own.every((one) => one.suspended || isOver(one, today(app)));
}

export const today = (app) => dayOf(app.clock, app.zone);

// Dragged and dropped among rows of the same kind; keys do the same.
function moving(app, act, section, name) {
  if (!app.edits) return {};
  return {
    draggable: "true",
    ondragstart: (event) => event.dataTransfer.setData("text/plain", `${section}/${name}`),
    ondragover: (event) => event.preventDefault(),
    ondrop: (event) => {
      event.preventDefault();
      const [from, row] = event.dataTransfer.getData("text/plain").split("/");
      if (from === section && act.group(section, name).includes(row)) act.ahead(section, row, name);
    },
    onkeydown: (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      act.move(section, name, by);
    },
  };
}

function item(app, act, section, { name, entry }, sign, more) {
  const on = app.chosen?.section === section && app.chosen.row === name;
  const shut = closed(app, section, entry.id);
  return button({ key: "item", className: `item${on ? " on" : ""}`, act: () => act.show(section, name), "aria-current": on ? "true" : null,
    "aria-describedby": app.edits ? "how-to-move" : null, ...moving(app, act, section, name) },
  sign, h("span", {}, nameOf(section, entry), more ? h("small", {}, more) : null),
  shut ? h("small", {}, say("agencies_page.closed")) : null, faulty(app, section, name) ? icon("warn") : null);
}

function desks(app, id) {
  const numbers = app.file.counter.filter((one) => one.services?.includes(id)).map((one) => one.label || one.number);
  return numbers.length ? say("agencies_page.at", { numbers: numbers.join(", ") }) : say("agencies_page.nowhere");
}

export function tree(app, act) {
  const words = app.find.trim().toLowerCase();
  const services = rowsOf(app, "service");
  const chosen = app.chosen?.section === "service" ? services.find((one) => one.name === app.chosen.row)?.entry.agency : null;
  const found = rowsOf(app, "agency").map((agency) => {
    const own = services.filter((one) => one.entry.agency === agency.entry.id);
    const itself = !words || has(words, agency.entry.name) || has(words, agency.entry.short_name);
    const hits = words ? own.filter((one) => itself || has(words, one.entry.name) || has(words, one.entry.name_en)) : own;
    const open = words || agency.name === (app.chosen?.section === "agency" ? app.chosen.row : null) || agency.entry.id === chosen;
    return { agency, own, hits, open, seen: itself || hits.length };
  }).filter((one) => one.seen);
  return h("nav", { key: "tree", class: "side tree", "aria-label": say("settings_page.agencies") },
    h("div", { key: "find", class: "find" }, h("label", { class: "sr", for: "find" }, say("agencies_page.find")),
      h("input", { id: "find", type: "search", placeholder: say("agencies_page.find"), value: app.find, oninput: (event) => act.find(event.target.value) })),
    app.edits ? h("p", { key: "how", id: "how-to-move", class: "sr" }, say("agencies_page.how_to_move")) : null,
    h("ul", { key: "agencies" }, found.map(({ agency, own, hits, open }) => h("li", { key: agency.name },
      item(app, act, "agency", agency, mark(agency.entry), [say("agencies_page.count", { count: own.length }), alikeNote(app, agency.entry), contrastNote(agency.entry)].filter(Boolean).join(", ")),
      open ? h("ul", { key: "services", class: "services" }, hits.map((one) => h("li", { key: one.name }, item(app, act, "service", one, null, desks(app, one.entry.id)))),
        app.edits ? h("li", { key: "add" }, button({ key: "add", className: "btn", act: () => act.askNew("service", agency.entry.id) }, say("agencies_page.new_service"))) : null) : null))),
    found.length ? null : h("p", { key: "none", role: "status" }, say("agencies_page.none")),
    app.edits && app.forces ? button({ key: "add", className: "btn", act: () => act.askNew("agency") }, say("agencies_page.new_agency")) : null);
}

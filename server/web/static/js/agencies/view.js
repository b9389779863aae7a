// Agencies and services: the tree, and the form of what is chosen with how it will look beside it.
import { faultsAt, mark, nameOf, rowOf, rowsOf, setting } from "../kit/hall/fields.js";
import { alikeView } from "../kit/hall/alike-view.js";
import { contrastView } from "../kit/hall/contrast-view.js";
import { hoursRows } from "../kit/hall/hours-view.js";
import { FORM } from "../kit/hall/form.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import { previews } from "../kit/hall/previews.js";
import { journey } from "./journey.js";
import { closed, today, tree } from "./tree.js";

// What a person needs first; all that is left stands below under headings.
const SERVICE = { main: ["name", "name_en", "wait_minutes", "service_minutes", "quota"], more: [["standard", ["requirements", "requirements_en", "procedure", "fee", "product", "complaints"]],
  ["priority", ["priority", "priority_wait_minutes"]], ["journey", ["after"]], ["quotas", ["quota_walk_in", "quota_booked", "quota_blocks", "booking_blocks"]],
  ["numbers", ["letter", "first_number", "last_number", "next_letters", "second_letter", "second_from", "id", "agency"]]] };
const AGENCY = { main: ["name", "short_name", "tagline", "spoken", "letter", "shape", "ink", "lit"],
  more: [["numbers", ["first_number", "last_number", "next_letters", "second_letter", "second_from", "quota", "id"]]] };

function faults(app, section, row) {
  const found = faultsAt(app, section, row);
  if (!found.length) return null;
  return h("div", { key: "faults", class: "refused", role: "status" }, h("b", {}, say("agencies_page.faults", { count: found.length })),
    h("ul", {}, found.map((one, at) => h("li", { key: String(at) }, `${FORM[section].fields.find((field) => field.name === one.field)?.label ?? one.field}: ${one.message}`))));
}

function desks(app, act, entry) {
  const own = rowsOf(app, "counter").filter((one) => one.entry.agency === entry.agency || one.entry.services?.includes(entry.id));
  return h("fieldset", { key: "desks", class: "setting" }, h("legend", {}, say("agencies_page.desks")),
    own.length ? null : h("p", { class: "hint" }, say("agencies_page.no_desks")),
    h("div", { class: "chips" }, own.map((one) => {
      const on = one.entry.services?.includes(entry.id) ?? false;
      return button({ key: one.name, className: `chip${on ? " on" : ""}`, "aria-pressed": String(on), off: !app.edits, act: () => act.serve(one, entry.id, !on) },
        say("settings_page.counter", { number: one.entry.label || one.entry.number }));
    })));
}

function group(app, act, section, row, [key, names]) {
  const bad = names.some((name) => faultsAt(app, section, row, name).length);
  const drawn = key === "journey" ? journey(app, act, rowOf(app, section, row)) : null;
  return h("details", { key, open: bad || null }, h("summary", {}, say(`agencies_page.group.${key}`)), h("div", { class: "form" }, drawn, names.map((name) => setting(app, act, section, row, name))));
}

function hours(app, act, section, entry) {
  const own = act.hoursOf(section, entry.id);
  return h("details", { key: "hours", open: own.some((one) => one.name === app.extra.hours) || null }, h("summary", {}, say("agencies_page.group.hours")),
    h("div", { class: "form" }, own.length ? null : h("p", { class: "hint" }, say("agencies_page.same_hours")), hoursRows(app, act, own, false),
      app.edits ? button({ key: "add", className: "btn", act: () => act.addHours({ [section]: entry.id }) }, say("agencies_page.own_hours")) : null));
}

function doing(app, act, section, row, entry) {
  if (!app.edits) return null;
  const shut = closed(app, section, entry.id);
  return h("div", { key: "doing", class: "doings" },
    section === "service" ? button({ key: "copy", className: "btn", act: () => act.copy(entry) }, say("agencies_page.copy")) : null,
    // Only what is in force is carried away: a draft may still be wrong.
    section === "agency" && app.forces && !row.startsWith("n-") ? h("a", { key: "carry", class: "btn", href: `/api/v1/hall/agencies/${entry.id}/file.toml`, download: "" }, say("agencies_page.carry")) : null,
    shut ? button({ key: "open", className: "btn", act: () => act.reopen(section, entry.id, today(app)) }, say("agencies_page.reopen"))
      : button({ key: "close", className: "btn", act: () => act.close(section, entry.id, today(app)) }, say("agencies_page.close")),
    h("span", { key: "place", class: "pair" },
      button({ key: "up", className: "btn", act: () => act.move(section, row, -1), "aria-label": say("settings_page.up", { name: nameOf(section, entry) }) }, "↑"),
      button({ key: "down", className: "btn", act: () => act.move(section, row, 1), "aria-label": say("settings_page.down", { name: nameOf(section, entry) }) }, "↓")),
    // Only what nobody can have used yet is taken out; what is in use is closed.
    row.startsWith("n-") ? button({ key: "remove", className: "btn", act: () => act.remove(section, row) }, say("settings_page.remove")) : null);
}

function form(app, act, section, row) {
  const entry = rowOf(app, section, row);
  if (!entry) return h("p", { key: "gone", class: "hint" }, say("agencies_page.choose"));
  const { main, more } = section === "service" ? SERVICE : AGENCY;
  const agency = section === "agency" ? entry : app.file.agency.find((one) => one.id === entry.agency) ?? {};
  return h("div", { key: `${section}/${row}`, class: "chosen" },
    h("h2", { key: "title" }, mark(agency), h("span", {}, section === "agency" && entry.name ? entry.name : nameOf(section, entry)), closed(app, section, entry.id) ? h("small", {}, say("agencies_page.closed")) : null),
    faults(app, section, row), alikeView(app, act, section, row, entry), section === "agency" ? contrastView(entry) : null,
    h("div", { key: "columns", class: "columns" },
      h("div", { key: "form", class: "form" }, h("div", { key: "main", class: "firsts" }, main.map((name) => setting(app, act, section, row, name))), section === "service" ? desks(app, act, entry) : null,
        hours(app, act, section, entry), more.map((one) => group(app, act, section, row, one))),
      h("div", { key: "beside", class: "form" }, previews(app, act, agency, section === "service" ? entry : null), doing(app, act, section, row, entry))));
}

export function agenciesView(app, act) {
  const chosen = app.chosen ?? { section: "", row: "" };
  return h("div", { key: "two", class: "two" }, tree(app, act), h("section", { key: "body" },
    chosen.section ? form(app, act, chosen.section, chosen.row) : h("p", { key: "none", class: "hint" }, icon("info"), say("agencies_page.choose"))));
}

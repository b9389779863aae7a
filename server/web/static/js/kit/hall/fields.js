// A field for each setting of a hall, made from the form: filled in, checked by the hub, its fault beside it.
import { dayPicker } from "../days.js";
import { badge, button, icon } from "../parts.js";
import { say } from "../say.js";
import { h } from "../vdom.js";
import { FORM } from "./form.js";
import { textOf, valueOf } from "./values.js";

export const fieldOf = (section, name) => FORM[section].fields.find((field) => field.name === name);

/** What other settings name an entry by: counters by their number. */
const codeOf = (section, entry) => (section === "counter" ? entry.number : String(entry.id));

/** The rows of a list with their names: `[{ name, entry }]`. */
export const rowsOf = (app, section) => app.rows[section].map((name, at) => ({ name, entry: app.file[section][at] }));

export const rowOf = (app, section, name) => (FORM[section].list ? app.file[section][app.rows[section].indexOf(name)] : app.file[section]);

/** What people call an entry that others name; one that has lost its name is known by its id. */
export function nameOf(section, entry) {
  if (section === "counter") return say("settings_page.counter", { number: entry.label || entry.number || "?" });
  const name = (section === "agency" && entry.short_name) || entry.name;
  return name || [say("common.no_name"), entry.id && `(${entry.id})`].filter(Boolean).join(" ");
}

export const faultsAt = (app, section, row, field = null) =>
  app.draft.faults.filter((fault) => fault.section === section && fault.row === row && (field === null || fault.field === field));

export function faultLines(app, section, row, field, id) {
  const faults = faultsAt(app, section, row, field);
  return faults.length ? h("div", { key: "faults", id: `${id}-fault`, role: "status" }, faults.map((fault, at) =>
    h("p", { key: String(at), class: "fault" }, icon("warn"), h("span", {}, fault.message)))) : null;
}

/** Somebody else wrote here first: both values, and which shall stand. */
function met(app, act, place) {
  const found = app.met[place];
  if (!found) return null;
  const by = app.draft.changes.find((change) => change.last?.by.actor === found.by)?.last.by.name ?? found.by;
  const mine = Array.isArray(found.mine) ? found.mine.join("; ") : String(found.mine ?? "");
  return h("div", { key: "met", class: "met", role: "alert" }, h("p", {}, say("settings_page.met.field", { name: by, mine })),
    button({ key: "mine", className: "btn", act: () => act.insist(place) }, say("settings_page.met.mine")),
    button({ key: "theirs", className: "btn", act: () => act.leave(place) }, say("settings_page.met.theirs")));
}

const empty = (field) => (field.kind === "lines" || field.kind === "pairs" ? [] : field.default === "" ? "" : null);

/** The field of a setting: label, hint, fault and what it is filled in with. `label` in place of its own. */
export function setting(app, act, section, row, name, { label } = {}) {
  const field = fieldOf(section, name);
  const entry = rowOf(app, section, row) ?? {};
  const place = `${section}/${row}/${name}`;
  const id = `f-${section}-${row}-${name}`.replace(/[^\w-]/g, "_");
  const value = entry[name];
  const bad = faultsAt(app, section, row, name).length > 0;
  const about = [field.hint ? `${id}-hint` : null, bad ? `${id}-fault` : null].filter(Boolean).join(" ") || null;
  const off = !app.edits;
  const put = (now) => act.put(section, row, name, now);
  const input = CONTROLS[field.kind]({ app, act, field, id, value, place, put, off, bad, about, label: label ?? field.label });
  const grouped = ["picks", "many"].includes(field.kind);
  return h(grouped ? "fieldset" : "div", { key: place, class: `setting k-${field.kind}${bad ? " bad" : ""}` },
    grouped ? h("legend", { key: "label" }, label ?? field.label) : h("label", { key: "label", for: id }, label ?? field.label),
    field.hint ? h("p", { key: "hint", id: `${id}-hint`, class: "hint" }, field.hint) : null,
    faultLines(app, section, row, name, id), input, met(app, act, place));
}

function typing({ app, act, field, id, value, place, put, off, bad, about }, tag, more) {
  const text = app.typed[place] ?? app.met[place]?.mine ?? textOf(field, value);
  return h(tag, { key: "input", id, value: String(text), readonly: off || null, "aria-invalid": bad ? "true" : null, "aria-describedby": about,
    autocomplete: "off", oninput: (event) => act.typed(place, event.target.value),
    onchange: (event) => put(valueOf(field, event.target.value, field.optional ? empty(field) : "")), ...more });
}

const text = (of) => typing(of, "input", { type: "text", maxlength: of.field.longest ?? 200, class: of.field.kind });

function choose(of, options) {
  const { id, value, put, off, bad, about } = of;
  return h("select", { key: "input", id, disabled: off || null, "aria-invalid": bad ? "true" : null, "aria-describedby": about, value: value ?? "",
    onchange: (event) => put(event.target.value || (of.field.default === "" ? "" : null)) },
  options.map(([code, words]) => h("option", { key: code || "none", value: code, selected: (value ?? "") === code || null }, words)));
}

function named(of) {
  const { app, field, value } = of;
  const known = app.file[field.of].map((entry) => [String(entry.id), nameOf(field.of, entry)]);
  const lost = value && !known.some(([code]) => code === value) ? [[value, value]] : [];
  return choose(of, [...(field.optional || !value ? [["", field.optional ? say(field.of === "service" ? "settings_page.all_services" : "settings_page.all") : say("settings_page.choose")]] : []), ...lost, ...known]);
}

/** Chosen ones in their order, each to be taken out; the others to be put in. */
function chips({ value, put, off, bad, numbered }, options) {
  const chosen = Array.isArray(value) ? value : [];
  return h("div", { key: "input", class: "chips", "data-bad": bad || null }, options.map(([code, words]) => button({ key: code, className: `chip${chosen.includes(code) ? " on" : ""}`,
    "aria-pressed": String(chosen.includes(code)), off, act: () => put(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]) },
  numbered && chosen.includes(code) && chosen.length > 1 ? h("span", { class: "place" }, String(chosen.indexOf(code) + 1)) : null, words)));
}

/** Days and weeks stand in the order of the calendar, whatever order they were chosen in. */
function picks(of) {
  const codes = of.field.choices.map(([code]) => code);
  const ordered = of.field.name === "days" || of.field.name === "weeks_of_month";
  const put = (now) => of.put(ordered ? codes.filter((code) => now.includes(code)) : now);
  return chips({ ...of, put, numbered: !ordered }, of.field.choices);
}

/** Chosen ones in their order, each to be moved up or taken out; the `options` ([code, name]) that are left to be put in. */
export function ordered({ label, value, options, put, off }) {
  const chosen = Array.isArray(value) ? value : [];
  const names = new Map(options);
  const called = (code) => names.get(code) ?? code;
  const shift = (at, by) => {
    const now = [...chosen];
    now.splice(at + by, 0, ...now.splice(at, 1));
    put(now);
  };
  const rest = options.filter(([code]) => !chosen.includes(code));
  const add = (text) => {
    const found = rest.find(([code]) => String(code) === text);
    if (found) put([...chosen, found[0]]);
  };
  return h("div", { key: "input", class: "ordered" }, h("ol", {}, chosen.map((code, at) => h("li", { key: code }, h("span", {}, called(code)),
    button({ key: "up", className: "mini", off: off || at === 0, act: () => shift(at, -1), "aria-label": say("settings_page.up", { name: called(code) }) }, "↑"),
    button({ key: "out", className: "mini", off, act: () => put(chosen.filter((one) => one !== code)), "aria-label": say("settings_page.out", { name: called(code) }) }, icon("close"))))),
  off ? null : h("select", { key: "more", "aria-label": `${label}: ${say("settings_page.add_one")}`, value: "", onchange: (event) => add(event.target.value) },
    h("option", { value: "" }, say("settings_page.add_one")), rest.map(([code, name]) => h("option", { key: code, value: code }, name))));
}

const many = ({ app, field, value, put, off, label }) =>
  ordered({ label, value, put, off, options: app.file[field.of].map((entry) => [codeOf(field.of, entry), nameOf(field.of, entry)]) });

const CONTROLS = {
  text, time: text,
  number: (of) => typing(of, "input", { type: "text", inputmode: "numeric", maxlength: 6, class: "number" }),
  lines: (of) => typing(of, "textarea", { rows: Math.min(8, Math.max(2, (of.value ?? []).length + 1)) }),
  pairs: (of) => typing(of, "textarea", { rows: 2 }),
  date: (of) => h("div", { key: "day", class: "day-field" }, typing(of, "input", { type: "text", inputmode: "numeric", maxlength: 40, class: "day", placeholder: of.off ? null : say("common.day_form") }),
    of.off ? null : dayPicker(of.value, of.put)),
  colour: ({ id, value, put, off, bad, about }) => h("input", { key: "input", id, type: "color", value: value ?? "#000000", disabled: off || null, "aria-invalid": bad ? "true" : null,
    "aria-describedby": about, onchange: (event) => put(event.target.value.toUpperCase()) }),
  switch: ({ id, value, put, off, about }) => h("input", { key: "input", id, type: "checkbox", role: "switch", checked: value === true, disabled: off || null, "aria-describedby": about,
    onchange: (event) => put(event.target.checked) }),
  choice: (of) => choose(of, of.field.choices),
  one: named, picks, many,
};

/** An agency's badge; of one whose settings are still wrong a plain mark. */
export const mark = (agency, size = "low") => (agency?.letter ? badge({ ...agency, ink: agency.ink || "#3d5b67" }, "ink", size) : icon("hall", size));

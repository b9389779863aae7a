// All settings: sections on the left, the rows of one, and the form of a row.
import { dayShown } from "../kit/days.js";
import { faultLines, faultsAt, nameOf, rowOf, rowsOf, setting } from "../kit/hall/fields.js";
import { FORM } from "../kit/hall/form.js";
import { daysText } from "../kit/hall/hours-view.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

const bad = (app, section, row) => app.draft.faults.some((fault) => fault.section === section && (row === undefined || fault.row === row));

/** What a row of any section is called. */
function called(app, section, entry) {
  if (section === "counter") return say("settings_page.counter", { number: entry.label || entry.number || "" });
  if (section === "notice") return entry.text ?? "";
  if (section === "closed") return [dayShown(entry.date), entry.name].filter(Boolean).join(" ");
  if (section === "hours") {
    const scope = app.file.service.find((one) => one.id === entry.service) ?? app.file.agency.find((one) => one.id === entry.agency);
    return [scope ? nameOf("agency", scope) : app.hall.name, daysText(entry), [entry.opens, entry.closes].filter(Boolean).join("–")]
      .filter(Boolean).join(", ");
  }
  return nameOf(section, entry);
}

function nav(app, act, section) {
  const shown = Object.keys(FORM).filter((name) => app.file[name]);
  return h("nav", { key: "nav", class: "side", "aria-label": say("settings_page.sections") }, shown.map((name) =>
    button({ key: name, className: `item${name === section ? " on" : ""}`, act: () => act.show(name), "aria-current": name === section ? "true" : null },
      h("span", {}, FORM[name].title), FORM[name].list ? h("small", {}, String(app.file[name].length)) : null, bad(app, name) ? icon("warn") : null)),
  app.account.pages.includes("start") ? h("a", { key: "start", class: "btn", href: "/start" }, say("start_page.link")) : null);
}

function form(app, act, section, row) {
  const entry = rowOf(app, section, row);
  if (!entry) return h("p", { key: "gone" }, say("settings_page.gone"));
  const unknown = faultsAt(app, section, row).filter((fault) => !FORM[section].fields.some((field) => field.name === fault.field));
  return h("div", { key: `${section}/${row}`, class: "form" },
    FORM[section].list ? button({ key: "back", className: "btn back", act: () => act.show(section) }, icon("back"), FORM[section].title) : null,
    h("h2", { key: "title" }, FORM[section].list ? called(app, section, entry) || FORM[section].title : FORM[section].title),
    unknown.map((fault) => h("p", { key: fault.field, class: "fault" }, icon("warn"), h("span", {}, `${fault.field} ${fault.message}`),
      fault.field in entry ? button({ key: "out", className: "btn", act: () => act.put(section, row, fault.field, null) }, say("settings_page.take_out")) : null)),
    FORM[section].fields.map((field) => setting(app, act, section, row, field.name)),
    FORM[section].list && app.edits ? button({ key: "remove", className: "btn", act: () => act.remove(section, row) }, say("settings_page.remove")) : null);
}

function list(app, act, section) {
  return h("div", { key: section, class: "form" }, h("h2", { key: "title" }, FORM[section].title),
    faultLines(app, section, "", "", `s-${section}`),
    h("ul", { key: "rows", class: "rows" }, rowsOf(app, section).map(({ name, entry }) => h("li", { key: name },
      button({ key: "open", className: "item", act: () => act.show(section, name) }, h("span", {}, called(app, section, entry) || name), bad(app, section, name) ? icon("warn") : null)))),
    app.edits ? button({ key: "add", className: "btn", act: () => act.add(section) }, say("settings_page.add", { what: FORM[section].title })) : null);
}

export function allView(app, act) {
  const { section, row } = app.chosen ?? { section: "hall", row: null };
  const body = FORM[section].list && row === null ? list(app, act, section) : form(app, act, section, row ?? "");
  return h("div", { key: "two", class: "two" }, nav(app, act, section), h("section", { key: "body" }, body));
}

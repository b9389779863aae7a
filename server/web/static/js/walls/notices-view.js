// Notices of the walls: what stands there always, and what stands there from a day to a day.
import { faultsAt, rowsOf, setting } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const day = (text) => (/^\d{4}-\d\d-\d\d$/.test(text ?? "") ? dayText(text) : null);

function when({ first, last }) {
  const [from, to] = [day(first), day(last)];
  if (from && to) return say("walls_page.slide.span", { first: from, last: to });
  if (from) return say("walls_page.slide.since", { first: from });
  return to ? say("walls_page.slide.until", { last: to }) : say("walls_page.slide.always");
}

function row(app, act, { name, entry }) {
  const on = app.extra.notice === name;
  const zone = app.file.zone.find((one) => one.id === entry.zone);
  const bad = faultsAt(app, "notice", name).length > 0;
  return h("li", { key: name, class: on ? "on" : null },
    button({ key: "row", className: "person", act: () => act.extra({ notice: on ? null : name }), "aria-expanded": String(on) }, icon(bad ? "warn" : "info"),
      h("span", {}, h("b", {}, entry.text || say("walls_page.new_notice")), h("small", {}, [zone?.name ?? say("walls_page.whole_hall"), when(entry)].join(", "))), icon("down", "small")),
    on ? h("div", { key: "opened", class: "opened" }, ["text", "first", "last", "zone"].map((field) => setting(app, act, "notice", name, field)),
      app.edits ? h("div", { class: "doings" }, button({ key: "remove", className: "btn", act: () => act.removeNotice(name) }, say("settings_page.remove"))) : null) : null);
}

export function noticesView(app, act) {
  if (!app.file.notice || !app.file.display) return null;
  const rows = rowsOf(app, "notice");
  return h("section", { key: "notices", class: "staff-list dated" }, h("div", { class: "head" }, h("h2", {}, say("walls_page.notices")),
    app.edits ? button({ key: "add", className: "btn", act: () => act.addNotice() }, say("walls_page.add_notice")) : null),
  rows.length ? h("ul", {}, rows.map((one) => row(app, act, one))) : h("p", { class: "hint" }, say("walls_page.no_notice")));
}

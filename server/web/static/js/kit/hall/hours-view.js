// Hours of the hall, of an agency or a service: a row each, and the form of the one that is opened.
import { dayShown } from "../days.js";
import { button, icon } from "../parts.js";
import { say } from "../say.js";
import { dayText } from "../time.js";
import { h } from "../vdom.js";
import { faultsAt, nameOf, rowOf, setting } from "./fields.js";
import { FORM } from "./form.js";

const DAYS = Object.fromEntries(FORM.hours.fields.find((field) => field.name === "days").choices);

/** Whom hours or a closing are of, by name. */
export function scope(app, entry) {
  const found = app.file.service.find((one) => one.id === entry.service) ?? app.file.agency.find((one) => one.id === entry.agency);
  return found ? nameOf("agency", found) : app.hall.name;
}

/** Monday to Friday as "Senin–Jumat"; else each day. */
export function daysText(entry) {
  const all = Object.keys(DAYS);
  const found = (entry.days ?? []).map((day) => all.indexOf(day)).sort((a, b) => a - b);
  const run = found.length > 2 && found.every((at, n) => n === 0 || at === found[n - 1] + 1);
  const days = run ? `${DAYS[all[found[0]]]}–${DAYS[all[found.at(-1)]]}` : found.map((at) => DAYS[all[at]]).join(", ");
  const dates = (entry.dates ?? []).slice(0, 3).map(dayText).join("; ");
  const span = entry.from || entry.until ? say("calendar_page.span", { from: dayShown(entry.from) || "…", until: dayShown(entry.until) || "…" }) : "";
  return [days || dates, span, entry.suspended ? say("calendar_page.suspended") : ""].filter(Boolean).join(", ");
}

/** These rows of hours; where one is opened its form stands below. `named`: whose they are is told. */
export function hoursRows(app, act, rows, named = true) {
  const open = rows.some((one) => one.name === app.extra.hours) ? app.extra.hours : null;
  return [h("ul", { key: "rows", class: "rows hours-rows" }, rows.map(({ name, entry }) => h("li", { key: name },
    button({ key: "row", className: `item${name === open ? " on" : ""}`, act: () => act.showHours(name === open ? null : name), "aria-expanded": String(name === open) },
      h("span", {}, named ? scope(app, entry) : daysText(entry), named ? h("small", {}, daysText(entry)) : null), h("b", {}, `${entry.opens ?? ""}–${entry.closes ?? ""}`),
      h("small", {}, (entry.breaks ?? []).join("; ")), faultsAt(app, "hours", name).length ? icon("warn") : null)))),
  open && rowOf(app, "hours", open) ? h("div", { key: open, class: "form boxed" },
    faultsAt(app, "hours", open, "").map((fault, at) => h("p", { key: String(at), class: "fault" }, icon("warn"), h("span", {}, fault.message))),
    FORM.hours.fields.filter(({ name }) => named || !["agency", "service"].includes(name)).map((field) => setting(app, act, "hours", open, field.name)),
    app.edits ? h("div", { key: "doings", class: "doings" }, button({ key: "remove", className: "btn", act: () => act.removeHours(open) }, say("calendar_page.remove_hours"))) : null) : null];
}

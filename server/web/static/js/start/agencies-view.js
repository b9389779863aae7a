// The agencies of the hall from the library, and of the chosen one its letter and services.
import { mark, rowsOf, setting } from "../kit/hall/fields.js";
import { alikeNote, alikeView } from "../kit/hall/alike-view.js";
import { button } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import { isUsual, offered, servicesOf } from "./choosing.js";
import { AGENCIES } from "./library.js";

/** A row to tick: the box, and what it is about. */
const tick = ({ key, on, act, off }, ...children) => h("label", { key, class: "offer" },
  h("input", { type: "checkbox", checked: on, disabled: off || null, onchange: act }), ...children);

function row(app, act, usual, chosen) {
  const there = app.file.agency.find((one) => one.id === usual.id);
  const shown = there ?? usual;
  const count = there ? servicesOf(app, there.id).length : usual.service.filter(isUsual).length;
  const note = [say("start_page.services", { count }), there ? alikeNote(app, there) : ""].filter(Boolean).join(", ");
  return h("li", { key: usual.id, class: usual.id === chosen ? "on" : "" },
    h("input", { type: "checkbox", checked: Boolean(there), "aria-label": shown.short_name, onchange: () => act.take(usual) }),
    button({ key: "show", className: "shown", act: () => act.choose(usual), "aria-pressed": String(usual.id === chosen) },
      there ? mark(there) : h("i", { class: "no-mark", "aria-hidden": "true" }), h("span", {}, h("b", {}, shown.short_name), h("small", {}, note))));
}

function letter(app, act, there, wanted) {
  const { name } = rowsOf(app, "agency").find(({ entry }) => entry.id === there.id);
  return h("div", { key: "letter", class: "letter" }, setting(app, act, "agency", name, "letter"), alikeView(app, act, "agency", name, there, wanted));
}

/** Of an agency that is not ticked what it would bring; of one that is, its letter and its services to tick. */
function chosenAgency(app, act, usual) {
  const there = app.file.agency.find((one) => one.id === usual.id);
  const own = there ? servicesOf(app, there.id).map(({ entry }) => entry) : [];
  const all = [...usual.service, ...own.filter((one) => !usual.service.some((other) => other.id === one.id))];
  return h("section", { key: usual.id, class: "chosen" }, h("h2", {}, (there ?? usual).name),
    there ? letter(app, act, there, usual.letter ?? "") : h("p", { key: "not", class: "hint" }, say("start_page.not_ticked")),
    h("h3", { key: "usual" }, say("start_page.usual_services")),
    h("ul", { key: "services" }, all.map((one) => {
      const on = own.some((other) => other.id === one.id);
      const last = on && own.length === 1;
      return h("li", { key: one.id }, tick({ on: there ? on : isUsual(one), off: !there || last, act: () => act.turn(there.id, one) },
        h("span", {}, h("b", {}, one.name), h("small", {}, (one.requirements ?? []).join("; ")))),
      h("small", { class: "minutes" }, say("start_page.standard", { minutes: one.service_minutes })));
    })),
    h("p", { key: "check", class: "hint" }, say("start_page.check_library")));
}

export function agenciesStep(app, act) {
  const all = offered(app, AGENCIES);
  const chosen = all.find((one) => one.id === app.extra.agency) ?? all[0];
  return [h("section", { key: "library", class: "library" }, h("h1", {}, say("start_page.agencies.title")), h("p", { class: "lead" }, say("start_page.lead.agencies")),
    h("ul", {}, all.map((usual) => row(app, act, usual, chosen.id)))), chosenAgency(app, act, chosen)];
}

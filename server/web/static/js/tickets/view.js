// Tickets: the settings that stand on them, both widths of paper, and a print to try.
import { nameOf, rowsOf, setting } from "../kit/hall/fields.js";
import { paper } from "../kit/hall/paper.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

const KINDS = ["usual", "doubtful", "own"];
/** What of the hall's settings stands on a ticket, by the heading under which it is changed. */
export const PRINTED = {
  ticket: [["ticket", ["logo", "agency_name", "ahead", "window", "at_counters", "requirements", "code", "footer"]]],
  hall: [["hall", ["name", "regency", "language"]], ["display", ["english", "visitor_page"]], ["rules", ["over_night"]]],
  agency: [["agency", ["short_name", "letter", "shape"]]],
  service: [["service", ["name", "name_en"]]],
};

const select = (id, label, value, options, pick) => h("div", { key: id, class: "setting k-choice" }, h("label", { for: id }, label),
  h("select", { id, value, onchange: (event) => pick(event.target.value) }, options.map(([code, words]) => h("option", { key: code || "none", value: code, selected: code === value || null }, words))));

function fields(app, act, key, rows) {
  return h("section", { key, class: "printed" }, h("h2", {}, say(`tickets_page.part.${key}`)), h("div", { class: "form" },
    PRINTED[key].flatMap(([section, names]) => (app.file[section] ? names.map((name) => setting(app, act, section, rows[section] ?? "", name)) : []))));
}

function choosing(app, act, service, look) {
  const names = new Map(app.file.agency.map((one) => [one.id, nameOf("agency", one)]));
  return h("div", { key: "choosing", class: "choosing" },
    select("t-service", say("tickets_page.of"), service.name, rowsOf(app, "service").map(({ name, entry }) => [name, `${names.get(entry.agency) ?? ""}: ${entry.name ?? ""}`]), (name) => act.show(name)),
    select("t-kind", say("tickets_page.when"), look.kind, KINDS.map((kind) => [kind, say(`tickets_page.kind.${kind}`)]), (kind) => act.extra({ kind })),
    select("t-language", say("tickets_page.language"), look.language, [["", say("tickets_page.hall_language")], ["id", "Bahasa Indonesia"], ["en", "English"]], (language) => act.extra({ language })));
}

function trying(app, act, service, look) {
  const { kiosks } = app.extra;
  if (!kiosks || !app.may("devices.try")) return null;
  return h("section", { key: "trying" }, h("h2", {}, say("tickets_page.try")), h("p", { class: "hint" }, say(kiosks.length ? "tickets_page.try_hint" : "tickets_page.no_kiosk")),
    h("div", { class: "doings" }, kiosks.map((one) => button({ key: one.id, className: "btn", busy: app.busy === `print-${one.id}`, off: app.draft.faults.length > 0,
      act: () => act.tryOut(one, service.entry, look) }, icon("paper"), say("tickets_page.print_at", { kiosk: one.name })))));
}

export function ticketsView(app, act) {
  const rows = rowsOf(app, "service");
  const service = rows.find((one) => one.name === app.chosen) ?? rows[0];
  if (!service) return h("p", { key: "none", class: "hint" }, say("tickets_page.none"));
  const look = { kind: app.extra.kind ?? KINDS[0], language: app.extra.language ?? "" };
  const agency = rowsOf(app, "agency").find((one) => one.entry.id === service.entry.agency);
  const named = { agency: agency?.name, service: service.name };
  return h("div", { key: "tickets", class: "halls" },
    h("div", { key: "head", class: "head top" }, h("p", { class: "title", "aria-hidden": "true" }, say("tickets_page.title"))),
    h("p", { key: "lead", class: "hint" }, say("tickets_page.lead")),
    choosing(app, act, service, look),
    h("div", { key: "beside", class: "beside" },
      h("div", { key: "fields", class: "form" }, ["ticket", "hall", "agency", "service"].filter((key) => PRINTED[key].some(([section]) => app.file[section])).map((key) => fields(app, act, key, named))),
      h("aside", { key: "papers", class: "papers", "aria-label": say("tickets_page.papers") },
        [80, 58].map((width) => h("figure", { key: String(width) }, h("figcaption", {}, say("tickets_page.width", { width })), paper(app, act, service.entry, { width, ...look }))),
        trying(app, act, service, look))));
}

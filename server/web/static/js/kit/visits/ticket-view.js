// Sheets about tickets, and about a number that staff give.
import { badge, button, choice, icon, tile, tix } from "../parts.js";
import { LANGUAGE, say } from "../say.js";
import { faultLine, numberField, textField } from "../sheet.js";
import { clockText } from "../time.js";
import { h } from "../vdom.js";
import { classChoices } from "./line-view.js";

const HEARD = ["ok", "degraded"];
// What a print is called: of a ticket that there is, and of a number that staff gave.
const COPY = ["staff.ticket.copy", "staff.ticket.copy_at"];
const FIRST = ["staff.given.print", "staff.given.print_at"];

/** A tile for each kiosk that could print a copy; one for the hall where none is known. */
function copyTiles(app, act, about, kiosks, words = COPY) {
  if (kiosks === null) return [];
  if (!kiosks.length) return [tile(app, { key: "copy", name: "paper", act: () => act.tickets.copy(about, null) }, say(words[0]))];
  return kiosks.map((kiosk) => {
    const well = HEARD.includes(kiosk.state);
    return tile(app, { key: `copy-${kiosk.id}`, name: "paper", off: !well, act: () => act.tickets.copy(about, kiosk) },
      say(words[1], { kiosk: kiosk.name }), well ? null : kiosk.detail || say("staff.ticket.kiosk_away"));
  });
}

function ticketSheet(app, act, counter, sheet) {
  const { number, unprinted, print_unsure } = sheet;
  const hint = unprinted ? "staff.ticket.none" : print_unsure ? "staff.ticket.unsure" : "staff.ticket.hint";
  return {
    title: say("staff.ticket.title", { number }),
    body: [
      h("p", { class: "hint" }, say(hint)),
      h("div", { key: "copies", class: "times line" }, copyTiles(app, act, sheet, sheet.kiosks)),
      h("div", { key: "mark", class: "times line" },
        tile(app, { key: "mark", name: unprinted ? "done" : "warn", act: () => act.tickets.mark(sheet, unprinted) },
          say(unprinted ? "staff.line.printed" : "staff.line.unprinted"))),
    ],
  };
}

/** The agencies to choose one from. */
export function agencyPicks(app, act, sheet) {
  return h("div", { class: "ags" }, Object.values(app.state.agencies).map((agency) => {
    const on = sheet.agency_id === agency.id;
    return button({ key: agency.id, className: `ag${on ? " on" : ""}`, "aria-pressed": String(on), act: () => act.pick({ agency_id: agency.id }) },
      badge(agency, "ink", "small"), h("span", {}, agency.short_name));
  }));
}

function offered(app, act, sheet) {
  const { state } = app;
  return Object.values(state.services).filter((one) => one.agency_id === sheet.agency_id).map((one) => {
    const place = sheet.services.indexOf(one.id);
    const full = state.full.includes(one.id);
    const window = app.windows?.[one.id];
    const hint = full ? say("staff.sheet.full") : place >= 0 && sheet.services.length > 1 ? say("staff.give.place", { place: place + 1 })
      : window ? say("staff.given.expected", { window: `${clockText(window[0], app.zone)}–${clockText(window[1], app.zone)}` }) : null;
    return choice({ key: one.id, on: place >= 0, off: full && place < 0, act: () => act.giving.toggle(one.id) }, one.name, hint);
  });
}

/** What is wished for so far, also of agencies that are not in sight. */
function wanted(app, sheet) {
  const names = sheet.services.map((id) => app.state.services[id]?.name ?? id);
  return names.length > 1 ? h("p", { key: "wanted", class: "hint" }, say("staff.give.order", { services: names.join(", ") })) : null;
}

/** What must come before the chosen services, unless the visitor brings it done. */
function broughtPart(app, act, sheet) {
  const first = new Set(sheet.services.flatMap((id) => app.state.services[id]?.after ?? []).filter((id) => !sheet.services.includes(id)));
  if (!first.size) return null;
  const toggle = (id) => act.giving.draft({ done: sheet.done.includes(id) ? sheet.done.filter((one) => one !== id) : [...sheet.done, id] });
  return h("section", { key: "brought" }, h("h3", {}, say("staff.give.brought")), h("div", { class: "picks" }, [...first].map((id) =>
    choice({ key: id, on: sheet.done.includes(id), act: () => toggle(id) }, app.state.services[id]?.name ?? id, say("staff.give.else_first")))));
}

/** What is seldom filled in; `folded` where there is little room. */
function seldom(draft, sheet, folded) {
  const fields = h("div", { key: "fields", class: "fields" },
    numberField(draft, { id: "give-persons", name: "persons", label: say("staff.give.persons"), value: sheet.persons, most: 50 }),
    numberField(draft, { id: "give-paper", name: "paper", label: say("staff.give.paper"), value: sheet.paper, most: 9999 }),
    textField(draft, { id: "give-code", name: "code", label: say("staff.give.code"), value: sheet.code, most: 30 }));
  if (!folded) return fields;
  return h("details", { key: "seldom" }, h("summary", {}, icon("down", "small"), say("staff.give.seldom")), fields);
}

function giveSheet(app, act, counter, sheet, folded = false) {
  const between = (value, most) => value === null || (value >= 1 && value <= most);
  const valid = sheet.services.length > 0 && sheet.services.length <= 9 && sheet.persons !== null && between(sheet.persons, 50) && between(sheet.paper, 9999);
  const draft = { pick: (changes) => act.giving.draft(changes) };
  return {
    title: say("staff.give.title"),
    body: [
      faultLine(sheet.fault),
      h("h3", {}, say("staff.give.agency")), agencyPicks(app, act, sheet),
      sheet.agency_id ? h("h3", { key: "service" }, say("staff.give.service")) : null,
      sheet.agency_id ? h("div", { key: "services", class: "picks" }, offered(app, act, sheet)) : null,
      wanted(app, sheet), broughtPart(app, act, sheet),
      h("h3", {}, say("staff.give.kind")),
      h("div", { class: "picks" }, classChoices(app.state, sheet.priority_class, (kind) => draft.pick({ priority_class: kind }))),
      seldom(draft, sheet, folded),
    ],
    go: { className: "primary", off: !valid, act: () => act.giving.send() },
    words: [icon("paper"), say(sheet.services.length ? "staff.give.go" : "staff.give.choose")],
  };
}

function givenFacts(app, given) {
  const zone = app.state.hall.time_zone;
  const names = given.counter_labels?.length ? given.counter_labels : given.counters;
  const window = given.expected_from ? `${clockText(given.expected_from, zone)}–${clockText(given.expected_until, zone)}` : null;
  const then = given.plan.map((id) => app.state.services[id]?.name ?? id).join(", ");
  return [
    say("staff.given.ahead", { count: given.ahead }),
    window ? say("staff.given.expected", { window }) : null,
    given.chance == null ? null : say("staff.given.chance", { percent: given.chance }),
    names.length ? say("staff.given.counters", { counters: names.join(", ") }) : null,
    then ? say("staff.given.then", { services: then }) : null,
    given.reach === "sure" ? null : say(`staff.given.${given.reach}`),
  ].filter(Boolean);
}

function givenSheet(app, act, counter, sheet) {
  const { given } = sheet;
  const about = { visit_id: given.visit_id, number: given.number };
  return {
    title: say("staff.given.title"),
    body: [
      h("p", { class: "big-number" }, tix(given.number)),
      h("ul", { class: "facts" }, givenFacts(app, given).map((line) => h("li", {}, line))),
      h("h3", {}, say("staff.given.paper")),
      h("div", { class: "times line" }, copyTiles(app, act, about, sheet.kiosks, FIRST)),
    ],
    go: { className: "primary", act: () => act.giving.open() }, words: [icon("paper"), say("staff.given.another")],
    out: say("common.sheet.close"),
  };
}

function part(label, content) {
  return h("div", { key: label }, h("dt", {}, label), h("dd", {}, content));
}

const written = (text) => text || say("standard.empty");
const listed = (tag, lines) => (lines.length ? h(tag, {}, lines.map((line) => h("li", {}, line))) : say("standard.empty"));

/** The six published parts of a service's standard. */
function standardSheet(app, act, counter, sheet) {
  const service = app.state.services[sheet.service_id];
  const time = say("standard.minutes", { wait: service.wait_minutes, serve: service.service_minutes });
  return {
    title: (LANGUAGE === "en" && service.name_en) || service.name,
    body: [h("dl", { class: "parts" },
      part(say("standard.requirements"), listed("ol", service.requirements)),
      part(say("standard.procedure"), listed("ol", service.procedure ?? [])),
      part(say("standard.time"), time),
      part(say("standard.fee"), written(service.fee)),
      part(say("standard.product"), written(service.product)),
      part(say("standard.complaints"), written(service.complaints)))],
  };
}

/** The sheets of this file by kind. */
export const TICKET_SHEETS = { ticket: ticketSheet, give: giveSheet, given: givenSheet, standard: standardSheet };

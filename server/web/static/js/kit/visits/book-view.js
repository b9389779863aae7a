// The sheet of booked times: a service and a day, where there is room, and who has booked by code.
import { grouped } from "./finding.js";
import { button, choice, icon } from "../parts.js";
import { say } from "../say.js";
import { dayField } from "../days.js";
import { faultLine, labelled, numberField } from "../sheet.js";
import { clockText } from "../time.js";
import { h } from "../vdom.js";
import { agencyPicks } from "./ticket-view.js";

function blocks(app, act, sheet) {
  const { list } = sheet;
  if (!list) return null;
  if (!list.blocks.length) return h("p", { key: "none", class: "hint" }, say("staff.book.none"));
  return h("div", { key: "blocks", class: "picks" }, list.blocks.map((one) => {
    const left = one.quota - one.taken;
    return choice({ key: one.opens, on: sheet.block?.opens === one.opens, off: left < sheet.persons, act: () => act.booking.draft({ block: one }) },
      `${one.opens}–${one.closes}`.replaceAll(":", "."), say("staff.book.left", { count: left }));
  }));
}

function standing(app, act, sheet) {
  const booked = sheet.list?.bookings ?? [];
  if (!booked.length) return null;
  const row = (one) => h("li", { key: one.code, class: "row" },
    h("b", {}, clockText(one.slot, app.state.hall.time_zone)), h("span", {}, grouped(one.code)),
    h("span", { class: "how" }, one.number ?? say(`staff.book.state.${one.state}`)),
    one.state === "standing"
      ? button({ key: "cancel", className: "btn", off: !app.link.up || app.busy !== null, busy: app.busy?.what === `unbook:${one.code}`, act: () => act.booking.cancel(one.code) },
        say("staff.book.cancel"), h("span", { class: "sr" }, ` ${one.code}`))
      : null);
  return h("section", { key: "booked", class: "group" }, h("h3", {}, h("span", {}, say("staff.book.booked")), h("span", {}, String(booked.length))),
    h("ul", {}, booked.map(row)));
}

/** What the sheet of booked times holds. */
export function bookSheet(app, act, counter, sheet) {
  const services = Object.values(app.state.services).filter((one) => one.agency_id === sheet.agency_id);
  const draft = { pick: (changes) => act.booking.draft(changes) };
  const made = sheet.made
    ? h("p", { key: "made", class: "kept", role: "status" }, h("b", {}, say("staff.book.made", { code: grouped(sheet.made.code), at: clockText(sheet.made.slot, app.state.hall.time_zone) }))) : null;
  return {
    title: say("staff.book.title"),
    body: [
      faultLine(sheet.fault), made,
      h("h3", {}, say("staff.give.agency")), agencyPicks(app, act, sheet),
      sheet.agency_id ? h("h3", { key: "service" }, say("staff.book.service")) : null,
      sheet.agency_id ? h("div", { key: "services", class: "picks" }, services.map((one) =>
        choice({ key: one.id, on: sheet.service_id === one.id, act: () => act.booking.draft({ service_id: one.id }) }, one.name))) : null,
      h("div", { class: "fields" },
        labelled("book-on", say("staff.book.on"), dayField({ id: "book-on", value: sheet.on, put: (on) => act.booking.draft({ on }) })),
        numberField(draft, { id: "book-persons", name: "persons", label: say("staff.book.persons"), value: sheet.persons, most: 50 })),
      sheet.service_id ? h("h3", { key: "times" }, say("staff.book.times")) : null,
      blocks(app, act, sheet), standing(app, act, sheet),
    ],
    go: { className: "primary", off: !sheet.block || !(sheet.persons >= 1 && sheet.persons <= 50), act: () => act.booking.send() },
    words: [icon("clock"), say(sheet.block ? "staff.book.go" : "staff.book.choose")],
  };
}

// Sending a visitor on to another service, under the same number.
import { badge, button, choice, icon, rests, tix } from "../parts.js";
import { say } from "../say.js";
import { clockText } from "../time.js";
import { h } from "../vdom.js";
import { deskName, inHand, waitingByService } from "./state.js";

export const SEND_REASONS = ["other_service", "data_change", "next_step", "payment", "verification"];

/** The services of an agency to choose from; one's own only where a colleague could go on with it. */
function offered(app, agencyId, leg) {
  const { state, sheet } = app;
  const own = sheet.kind === "transfer" && colleagues(state, leg.service_id, sheet.leg_id).length > 0;
  return Object.values(state.services).filter((s) => s.agency_id === agencyId && (own || s.id !== leg.service_id));
}

/** The open counters, but for the one with this leg, that offer a service. */
function colleagues(state, serviceId, legId) {
  return Object.values(state.counters)
    .filter((c) => c.status !== "closed" && c.leg?.leg_id !== legId && c.service_ids.includes(serviceId))
    .sort((a, b) => a.number - b.number);
}

function open(state, service) {
  return Object.values(state.counters).some((c) => c.status !== "closed" && c.service_ids.includes(service.id));
}

function agencyButton(app, act, leg, counts, agency) {
  const services = offered(app, agency.id, leg);
  const waiting = Object.values(app.state.services)
    .reduce((sum, s) => sum + (s.agency_id === agency.id ? (counts[s.id] ?? 0) : 0), 0);
  const on = app.sheet.agency_id === agency.id;
  const free = services.filter((s) => !app.state.full.includes(s.id));
  const off = free.length === 0;
  const why = services.length ? say("staff.sheet.full") : say("staff.sheet.no_other");
  const only = free.length === 1 ? free[0].id : null;
  return button({
    key: agency.id, className: `ag${on ? " on" : ""}`, off, "aria-pressed": String(on), "data-off": off ? true : null,
    act: () => act.pick({ agency_id: agency.id, service_id: only, to_counter: null }),
  },
  badge(agency, "ink", "small"),
  h("span", {}, agency.short_name, h("small", {}, off ? why : say("staff.sheet.waiting", { count: waiting }))));
}

function serviceButton(app, act, counts, service) {
  const count = counts[service.id] ?? 0;
  const off = app.state.full.includes(service.id);
  const hint = off ? say("staff.sheet.full") : windowOf(app, service) ? minutesUntil(app, service, count) : open(app.state, service) ? say("staff.sheet.waiting", { count }) : say("staff.sheet.no_counter", { count });
  const on = app.sheet.service_id === service.id;
  return choice({ key: service.id, on, off, act: () => act.pick({ service_id: service.id, to_counter: null }) }, service.name, hint);
}

/** When somebody sent on now will probably be called there, as far as it is known and counters are open. */
const windowOf = (app, service) => (app.sheet.waits && open(app.state, service) ? app.sheet.waits[service.id] ?? null : null);

function minutesUntil(app, service, count) {
  const [low, high] = windowOf(app, service).map((at) => Math.max(0, Math.round((Date.parse(at) - app.now) / 60000)));
  return say("staff.sheet.expected", { count, low, high: Math.max(high, low + 1) });
}

/** The counters of a service as they are said; a hub of the version before tells numbers alone. */
const servedAt = (service) => (service.counter_labels?.length ? service.counter_labels : service.counters).join(", ");

function kept(app, leg, service) {
  const since = app.visit.told?.issued_at ?? app.state.arrived[leg.leg_id];
  const at = since ? clockText(since, app.state.hall.time_zone) : null;
  const counters = service?.counters.length ? say("staff.sheet.served_at", { counters: servedAt(service) }) : null;
  const window = service ? windowOf(app, service)?.map((when) => clockText(when, app.state.hall.time_zone)).join("–") : null;
  return h("div", { key: "kept", class: "kept" }, tix(leg.number),
    h("p", {}, h("b", {}, say("staff.sheet.kept")), " ", at ? say("staff.sheet.arrival_at", { at }) : say("staff.sheet.arrival"), counters ? h("span", {}, counters) : null,
      window ? h("span", {}, h("b", {}, say("staff.sheet.expected_at", { window }))) : null));
}

/** Choosing an agency and one of its services for a leg. */
export function servicePicker(app, act, leg) {
  const counts = waitingByService(app.state);
  const agency = app.state.agencies[app.sheet.agency_id];
  return [
    h("h3", {}, say("staff.sheet.agency")),
    h("div", { class: "ags" }, Object.values(app.state.agencies).map((one) => agencyButton(app, act, leg, counts, one))),
    agency ? h("h3", { key: "service" }, say("staff.sheet.service", { agency: agency.short_name })) : null,
    agency ? h("div", { key: "services", class: "picks" },
      offered(app, agency.id, leg).map((one) => serviceButton(app, act, counts, one))) : null,
  ];
}

/** Any counter of the service, or one alone: a colleague's. */
function counterPicker(app, act, leg, service) {
  const { sheet, state } = app;
  const there = service ? colleagues(state, service.id, leg.leg_id) : [];
  if (!there.length) return [];
  const own = service.id === leg.service_id;
  const any = own ? [] : [choice({ key: "any", on: !sheet.to_counter, act: () => act.pick({ to_counter: null }) }, say("staff.sheet.any_counter"))];
  return [
    h("h3", { key: "counter" }, say("staff.sheet.counter")),
    h("div", { key: "counters", class: "picks" }, any, there.map((one) =>
      choice({ key: one.id, on: sheet.to_counter === one.id, act: () => act.pick({ to_counter: one.id }) },
        say("staff.sheet.at_counter", { number: deskName(one) }), say("staff.sheet.at_counter_alone")))),
  ];
}

/** Why the visitor is sent on; it is seen on their way through the hall. */
function reasonPicker(app, act, service) {
  if (!service) return [];
  const { reason = null } = app.sheet;
  return [
    h("h3", { key: "why" }, say("staff.sheet.why")),
    h("div", { key: "reasons", class: "chips" }, SEND_REASONS.map((code) =>
      button({ key: code, className: `chip${reason === code ? " on" : ""}`, "aria-pressed": String(reason === code),
        act: () => act.pick({ reason: reason === code ? null : code }) }, say(`send_reason.${code}`)))),
  ];
}

/** One tap back to whoever sent the visitor here. */
function backButton(app, act, counter, leg) {
  const legs = app.visit.leg_id === leg.leg_id ? app.visit.told?.legs ?? [] : [];
  const before = legs[legs.findIndex((one) => one.leg_id === leg.leg_id) - 1];
  if (before?.state !== "transferred") return null;
  const number = deskName(app.state.counters[before.counter_id]);
  return button({ key: "back", className: "btn back", off: rests(app), act: () => act.transferBack(counter) },
    icon("back"), say("staff.sheet.back_to", { number }));
}

/** What the sheet of sending on holds: its title, its body, what stays in sight below, its main action. */
export function transferSheet(app, act, counter, sheet) {
  const leg = inHand(counter);
  const agency = app.state.agencies[sheet.agency_id];
  const service = app.state.services[sheet.service_id];
  return {
    title: say("staff.sheet.transfer", { number: leg.number }), body: [backButton(app, act, counter, leg), ...servicePicker(app, act, leg), ...counterPicker(app, act, leg, service), ...reasonPicker(app, act, service)], foot: kept(app, leg, service),
    go: { className: "primary", off: !service || app.state.full.includes(service.id) || (service.id === leg.service_id && !sheet.to_counter),
      act: () => act.transfer(counter, sheet.service_id, sheet.to_counter ?? null, sheet.reason ?? null) },
    words: [icon("swap"), agency ? say("staff.sheet.transfer_to", { agency: agency.short_name }) : say("staff.sheet.transfer", { number: leg.number })],
  };
}

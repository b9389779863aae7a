// What a tick in the library becomes: edits of the draft.
import { fresh } from "../kit/hall/acts.js";
import { rowsOf } from "../kit/hall/fields.js";
import { letterFor } from "../kit/hall/proposing.js";
import { DESK } from "./steps.js";

const ZONE = (app) => app.file.zone[0]?.id ?? "utama";
const serviceValues = ({ usual: _, ...service }, agency) => ({ ...service, agency });

/** Whether such an agency usually has the service. */
export const isUsual = (service) => service.usual !== false;

export const countersOf = (app, agency) => rowsOf(app, "counter").filter(({ entry }) => entry.agency === agency);
export const servicesOf = (app, agency) => rowsOf(app, "service").filter(({ entry }) => entry.agency === agency);

const nextNumber = (app) => Math.max(0, ...app.file.counter.map((one) => one.number).filter(Number.isInteger)) + 1;

/** An agency of the library with its usual services and a counter for all of them. */
export function taking(app, usual) {
  const { service, ...agency } = usual;
  const services = service.filter(isUsual);
  return [
    { do: "add", section: "agency", row: fresh(), values: { ...agency, letter: letterFor(app.file, usual.letter) } },
    ...services.map((one) => ({ do: "add", section: "service", row: fresh(), values: serviceValues(one, usual.id) })),
    { do: "add", section: "counter", row: fresh(), values: { number: nextNumber(app), agency: usual.id, zone: ZONE(app), services: services.map((one) => one.id) } },
  ];
}

/** An agency with all that is its own taken out again. */
export function leaving(app, id) {
  const own = ["hours", "closed", "counter", "service"].flatMap((section) =>
    rowsOf(app, section).filter(({ entry }) => entry.agency === id).map(({ name }) => ({ do: "remove", section, row: name })));
  const row = rowsOf(app, "agency").find(({ entry }) => entry.id === id);
  return [...own, { do: "remove", section: "agency", row: row.name }];
}

/** A service of the library put in, at every counter of its agency; or taken out. */
export function turning(app, agency, usual) {
  const there = servicesOf(app, agency).find(({ entry }) => entry.id === usual.id);
  const desks = countersOf(app, agency).map(({ name, entry }) => ({ do: "set", section: "counter", row: name, field: "services",
    value: there ? entry.services.filter((id) => id !== usual.id) : [...entry.services, usual.id] }));
  return [...desks, there ? { do: "remove", section: "service", row: there.name } : { do: "add", section: "service", row: fresh(), values: serviceValues(usual, agency) }];
}

/** One counter more for an agency, or one less; the counters of a hall are numbered through in the order of its agencies. */
export function counting(app, agency, by) {
  const counters = rowsOf(app, "counter");
  const own = countersOf(app, agency);
  const added = { name: fresh(), entry: { agency, zone: ZONE(app), services: own[0]?.entry.services ?? servicesOf(app, agency).map(({ entry }) => entry.id) } };
  const left = by > 0 ? [...counters, added] : counters.filter(({ name }) => name !== own.at(-1).name);
  const order = app.file.agency.map((one) => one.id);
  const sorted = [...left].sort((a, b) => order.indexOf(a.entry.agency) - order.indexOf(b.entry.agency));
  const edits = by > 0 ? [] : [{ do: "remove", section: "counter", row: own.at(-1).name }];
  sorted.forEach(({ name, entry }, at) => {
    if (name === added.name) edits.push({ do: "add", section: "counter", row: name, values: { ...entry, number: at + 1 } });
    else if (entry.number !== at + 1) edits.push({ do: "set", section: "counter", row: name, field: "number", value: at + 1 });
  });
  return edits;
}

/** What the library has and the hall may have, and what the hall has beside the library. */
export function offered(app, library) {
  const known = new Set(library.map((one) => one.id));
  return [...library, ...app.file.agency.filter((one) => one.id !== DESK && !known.has(one.id)).map((one) => ({ ...one, service: [] }))];
}

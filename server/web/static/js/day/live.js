// The hall at a glance: each agency against its standard, and what needs a person first. Pure.
import { tasks as deviceTasks } from "../kit/devices/facts.js";
import { minutesBetween } from "../kit/time.js";

const SOON_MS = 45 * 60_000;
const NEAR = 0.8;
// As the alert of it (PASSES_SECONDS).
const PASSES_MS = 5 * 60_000;

/** Whose wait is nearest to the standard of its service, or farthest beyond it: { minutes, standard }, null where nobody waits. */
function worst(state, legs, now) {
  const found = legs.map((leg) => ({ minutes: minutesBetween(leg.arrived_at, now), standard: state.services[leg.service_id]?.wait_minutes || 1 }));
  return found.sort((a, b) => b.minutes / b.standard - a.minutes / a.standard)[0] ?? null;
}

/** How a wait stands to its standard: "past", "near", or "within". */
export function standingOf(wait) {
  if (!wait || wait.minutes <= wait.standard * NEAR) return "within";
  return wait.minutes > wait.standard ? "past" : "near";
}

/**
 * For each agency (or the one of this account): who waits, the worst wait, its open counters, when the last of them closes, its
 * figures of today, and how many will probably not be reached (null: not known).
 */
export function agencyRows({ state, account, now, overview }) {
  const counters = Object.values(state.counters).sort((a, b) => a.number - b.number);
  const seen = Object.fromEntries((overview?.agencies ?? []).map((one) => [one.agency_id, one]));
  return Object.values(state.agencies).filter((one) => !account.agency_id || one.id === account.agency_id).map((agency) => {
    const legs = state.waiting.filter((leg) => state.services[leg.service_id]?.agency_id === agency.id);
    const mine = counters.filter((one) => one.agency_id === agency.id);
    const ends = mine.flatMap((one) => one.hours ?? []).map(([, closes]) => Date.parse(closes));
    const served = new Set(counters.filter((one) => one.status !== "closed").flatMap((one) => one.service_ids));
    const { figures = null, unreached = null, unlikely = [] } = seen[agency.id] ?? {};
    return {
      agency, waiting: legs.length, services: new Set(legs.map((leg) => leg.service_id)), wait: worst(state, legs, now), open: mine.filter((one) => one.status !== "closed"),
      alone: legs.filter((leg) => !served.has(leg.service_id)).length, closes: ends.length ? Math.max(...ends) : null, figures, unreached, unlikely,
    };
  });
}

/** The counters that could serve who waits at an agency and do not: closed, or on a break. */
export function helpersOf({ state }, row) {
  return Object.values(state.counters).sort((a, b) => a.number - b.number)
    .filter((one) => one.status !== "open" && one.service_ids.some((id) => row.services.has(id)));
}

const nearness = ({ wait }) => (wait ? wait.minutes / wait.standard : -1);

/** The place of each agency among all, nearest to its standard first, by its id. */
export function ranks(rows) {
  return Object.fromEntries([...rows].sort((a, b) => nearness(b) - nearness(a)).map(({ agency }, place) => [agency.id, place]));
}

/** What needs a person, most pressing first: { kind, key, ... }. */
export function tasks(app, rows) {
  const { state, roster, now, overview } = app;
  const passes = ({ connected, passes_since: since }) => since && connected !== false && now - Date.parse(since) > PASSES_MS;
  const soon = ({ closes, waiting }) => waiting > 0 && closes !== null && closes - now <= SOON_MS;
  const lost = ({ unreached }) => unreached > 0;
  return [
    ...rows.filter((row) => row.alone).map((row) => ({ kind: "alone", key: `alone:${row.agency.id}`, row })),
    ...rows.filter((row) => standingOf(row.wait) === "past" && !row.alone).map((row) => ({ kind: "past", key: `past:${row.agency.id}`, row })),
    ...rows.filter((row) => lost(row) && !row.alone).map((row) => ({ kind: "unreached", key: `unreached:${row.agency.id}`, row })),
    ...rows.filter((row) => soon(row) && !lost(row) && !row.alone && standingOf(row.wait) !== "past").map((row) => ({ kind: "closes", key: `closes:${row.agency.id}`, row })),
    ...roster.filter((one) => one.holder && one.connected === false).map((one) => ({ kind: "gone", key: `gone:${one.counter_id}`, counter: one })),
    ...roster.filter((one) => one.overdue && one.connected !== false).map((one) => ({ kind: "overdue", key: `over:${one.counter_id}`, counter: one })),
    ...deviceTasks(overview?.devices ?? [], [], now).filter(({ device }) => device).map((task) => ({ kind: "device", key: `device:${task.key}`, task })),
    ...roster.filter(passes).map((one) => ({ kind: "idle", key: `idle:${one.counter_id}`, counter: one })),
    ...rows.map((row) => ({ kind: "full", key: `full:${row.agency.id}`, row, services: state.full.filter((id) => state.services[id]?.agency_id === row.agency.id) }))
      .filter(({ services }) => services.length),
  ];
}

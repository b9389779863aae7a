// What the page needs to know of the hall's day, told from its folded state. Pure.
import { LANGUAGE } from "../say.js";
import { countsFrom, onItsWay } from "./heard.js";
export { applyPush, applyQueues, fromSnapshot } from "../wire/fold.js";

/** The state as it will be once finishes that wait for the link have been sent. */
export function withWaitingFinishes(state, finishes) {
  return finishes.reduce((after, item) => {
    const changes = { state: "finished", ended_at: item.occurred_at, unsent: true };
    return inHand(after.counters[item.counter_id])?.leg_id === item.leg_id
      ? withLegOf(after, item.counter_id, changes)
      : after;
  }, state);
}

function withLegOf(state, counterId, changes) {
  const counter = state.counters[counterId];
  const changed = { ...counter, leg: { ...counter.leg, ...changes } };
  return { ...state, counters: { ...state.counters, [counterId]: changed } };
}

/** The counter that this account holds, or null. */
export function heldCounter(state, accountId) {
  const actor = `staff:${accountId}`;
  return Object.values(state.counters).find((c) => c.holder === actor && c.status !== "closed") ?? null;
}

/** What is said and shown of a counter. */
export const deskName = (counter) => counter?.label || counter?.number || "";

/** The leg that is at this counter now, or null. */
export function inHand(counter) {
  return counter?.leg && ["called", "serving"].includes(counter.leg.state) ? counter.leg : null;
}

/** Which of the desk's screens this counter is on. */
export function screenOf(counter) {
  return inHand(counter)?.state ?? (counter.status === "paused" ? "paused" : "idle");
}

const QUEUES = new WeakMap();

/** Who waits for this counter, also those sent to it alone: the preview apart, the rest by service in the counter's order.
 *  Worked out once for each state: a page asks it again and again. */
export function queueOf(state, counter) {
  const known = QUEUES.get(state);
  if (known?.counter === counter) return known.queue;
  const queue = lineUp(state, counter);
  QUEUES.set(state, { counter, queue });
  return queue;
}

function lineUp(state, counter) {
  const sent = state.parked.filter((leg) => leg.bound === counter.id);
  const line = [...state.waiting.filter((leg) => counter.service_ids.includes(leg.service_id)), ...sent]
    .sort((a, b) => Date.parse(a.arrived_at) - Date.parse(b.arrived_at) || (a.order ?? 0) - (b.order ?? 0));
  const promised = state.next[counter.id]?.leg_id;
  const next = line.find((leg) => leg.leg_id === promised) ?? line[0] ?? null;
  const groups = counter.service_ids
    .map((id) => ({
      service: state.services[id],
      more: next?.service_id === id,
      legs: line.filter((leg) => leg.service_id === id && leg !== next),
    }))
    .filter((group) => group.service && group.legs.length);
  const why = next && promised === next.leg_id ? (state.next[counter.id].why?.[LANGUAGE] ?? state.next[counter.id].why?.id ?? []) : [];
  return { total: line.length, next, why, groups };
}

const plain = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "");
// Without the noughts that only fill up.
const bare = (text) => plain(text).replace(/(^|[A-Z])0+(?=\d)/g, "$1");

/** Those whose numbers are meant by what was typed, the one that is meant exactly first: "a23" means A-023. */
export function meant(typed, legs) {
  const exact = (leg) => [bare(leg.number), bare(leg.number).replace(/^\D+/, "")].includes(bare(typed));
  const found = legs.filter((leg) => plain(leg.number).includes(plain(typed)) || bare(leg.number).includes(bare(typed)));
  return [...found.filter(exact), ...found.filter((leg) => !exact(leg))];
}

/** Legs of a list ("parked", "missed") that this counter could serve. */
export function listFor(state, counter, list) {
  return state[list].filter((leg) => counter.service_ids.includes(leg.service_id) && leg.bound !== counter.id);
}

/** The step at a counter that may be taken back now, or null: who has left it, or a call. */
export function undoable(state, counter, now) {
  const { step } = counter;
  const stands = step?.state === "called" ? inHand(counter)?.leg_id === step.leg_id : !inHand(counter);
  if (!step || !stands || counter.status !== "open") return null;
  const fresh = state.rules.undo > 0 && now < Date.parse(step.at) + state.rules.undo * 1000;
  const back = state.waiting.some((leg) => leg.leg_id === step.leg_id);
  return fresh && !back ? step : null;
}

/** What is missing before this leg may be marked absent: { recalls }, { heard } or { seconds }, or null. */
export function missNeeds(state, leg, now) {
  const recalls = state.rules.recallsBeforeMiss - leg.recalls;
  if (recalls > 0) return { recalls };
  const began = countsFrom(leg);
  if (began === null || onItsWay(leg)) return { heard: true };
  const seconds = state.rules.missAfter - (now - began) / 1000;
  return seconds > 0 ? { seconds: Math.ceil(seconds) } : null;
}

/** How many wait for what this counter offers. */
export function waitingFor(state, counter) {
  return state.waiting.filter((leg) => counter.service_ids.includes(leg.service_id)).length;
}

/** How many wait, by the id of a service. */
export function waitingByService(state) {
  const counts = {};
  for (const leg of state.waiting) counts[leg.service_id] = (counts[leg.service_id] ?? 0) + 1;
  return counts;
}

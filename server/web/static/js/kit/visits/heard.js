// How far a call has come on its way to the visitor. Pure.
import { say } from "../say.js";

const AWAITED = ["speaks", "shows"];

/** From when a called visitor's time counts, in milliseconds; null while nobody can know of the call. */
export function countsFrom(leg) {
  if (leg.counts_from) return Date.parse(leg.counts_from);
  return AWAITED.includes(leg.wall) ? null : Date.parse(leg.called_at);
}

/** Whether the last call or recall has not reached the visitor yet. */
export function onItsWay(leg) {
  if (!AWAITED.includes(leg.wall) || leg.voice) return false;
  return leg.wall === "speaks" || !leg.shown;
}

/** How many calls of the same zone are spoken before this one. */
function ahead(state, counter, leg) {
  const mine = Date.parse(leg.asked_at ?? leg.called_at);
  return Object.values(state.counters).filter((other) => {
    const called = other.id !== counter.id && other.zone_id === counter.zone_id ? other.leg : null;
    return ["called", "serving"].includes(called?.state) && called.wall === "speaks" && !called.voice && Date.parse(called.asked_at ?? called.called_at) < mine;
  }).length;
}

/** Whether the time counts from later than the press. */
export const heardLater = (leg) => Boolean(leg.counts_from) && Date.parse(leg.counts_from) > Date.parse(leg.called_at);

const loud = (key) => ({ text: say(key), byVoice: true });

/** What the desk is told of its call: { text, byVoice }, or null where nothing is known. */
export function heardOf(state, counter, leg) {
  if (leg.wall === "none" || leg.voice === "no_wall") return loud("staff.heard.none");
  if (leg.voice === "dropped") return loud("staff.heard.dropped");
  if (leg.wall === "shows") return loud("staff.heard.silent");
  if (leg.wall !== "speaks") return null;
  if (leg.voice === "spoken") return { text: say("staff.heard.spoken"), byVoice: false };
  const count = ahead(state, counter, leg);
  const before = say(count ? "staff.heard.ahead" : "staff.heard.soon", { count });
  return { text: say(leg.shown ? "staff.heard.shown" : "staff.heard.waits", { before }), byVoice: false };
}

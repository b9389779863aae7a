// A promised time that has passed: what the tablet reminds of, in words.
import { closesSoon } from "./hours.js";
import { queueOf } from "../../kit/visits/state.js";
import { say } from "../../kit/say.js";
import { clockText } from "../../kit/time.js";

/** The break of this counter has lasted longer than was said; null where it has not. */
export function breakOver(state, counter) {
  if (!counter?.overdue || counter.status !== "paused" || !counter.until) return null;
  return say("staff.remind.break_over", { at: clockText(counter.until, state.hall.time_zone) });
}

/** Somebody whose time aside is over waits again, here; null for any other news. */
export function backInLine(push, counter) {
  if (push.type !== "leg_returned" || !push.data.on_time || !counter?.service_ids.includes(push.data.service_id)) return null;
  return say("staff.remind.back_in_line", { number: push.data.number });
}

/** Who waits here while the counter's hours end, or have ended; null where nobody does. */
export function closingText(state, counter, now) {
  const closes = counter && closesSoon(counter, now);
  const count = closes ? queueOf(state, counter).total : 0;
  if (!count) return null;
  return say(now < closes ? "staff.remind.closes" : "staff.remind.closed", { at: clockText(closes, state.hall.time_zone), count });
}

const SHOWN = 8;

/** Those whose waiting here has ended, with whom `push` ends now; `state` is the one before it. */
export function withEnded(ended, push, state, counter) {
  if (push.type !== "visit_unserved") return ended;
  const leg = [...state.waiting, ...state.parked].find((one) => one.leg_id === push.data.leg_id);
  const ours = leg && (!counter || counter.service_ids.includes(leg.service_id));
  return ours ? [...ended, { leg_id: leg.leg_id, number: leg.number }] : ended;
}

/** Of them those who do not wait again, since closing was taken back or another day began. */
export function stillEnded(ended, before, state) {
  if (before?.day !== state.day) return [];
  const waits = new Set(state.waiting.map((leg) => leg.leg_id));
  return ended.filter((one) => !waits.has(one.leg_id));
}

/** What is said of them; null where there is nobody. */
export function endedText(ended) {
  if (!ended.length) return null;
  const rest = ended.length > SHOWN ? say("staff.remind.more", { count: ended.length - SHOWN }) : "";
  const numbers = ended.slice(0, SHOWN).map((one) => one.number).join(", ") + rest;
  return say("staff.remind.ended", { count: ended.length, numbers });
}

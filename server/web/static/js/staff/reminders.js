// A promised time that has passed: what the tablet reminds of, in words.
import { say } from "../kit/say.js";
import { clockText } from "../kit/time.js";

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

// Sentences of the staff page that are more than a key.
import { known, minutesText, say, shortSpan } from "../kit/say.js";
import { clockText, minutesBetween } from "../kit/time.js";

/** "menunggu 22 menit", or short for a list: "22 menit". */
export function waitText(arrivedAt, now, short = false) {
  const minutes = minutesBetween(arrivedAt, now);
  return short ? shortSpan(minutes) : say("staff.waits", { span: minutesText(minutes) });
}

/** "A-023 selesai 10.46, dilayani 5 menit." */
export function lastText(leg, zone) {
  const told = { number: leg.number, at: clockText(leg.ended_at, zone) };
  if (leg.unsent) return say("staff.last.unsent", told);
  if (leg.state !== "finished" && known(`staff.last.${leg.state}`)) return say(`staff.last.${leg.state}`, told);
  const minutes = leg.started_at ? minutesBetween(leg.started_at, Date.parse(leg.ended_at)) : 0;
  return say("staff.last.finished", { ...told, span: minutesText(minutes) });
}

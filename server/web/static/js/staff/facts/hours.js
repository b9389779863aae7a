// What a counter's hours of today mean now: outside them, before a break, shortly before closing. Pure; times in milliseconds.

const BREAK_AHEAD_MS = 90 * 60_000;
const CLOSES_SOON_MS = 45 * 60_000;

const spans = (counter) => (counter?.hours ?? []).map((span) => span.map((at) => Date.parse(at)));

/** Whether the counter has hours today and `now` lies outside them; a hall without hours never closes. */
export function outside(counter, now) {
  if (!counter?.hours) return false;
  return !spans(counter).some(([opens, closes]) => opens <= now && now < closes);
}

/** The break of today that is on or comes within ninety minutes, as { from, until }; or null. */
export function nextBreak(counter, now) {
  const open = spans(counter);
  for (let at = 1; at < open.length; at += 1) {
    const [from, until] = [open[at - 1][1], open[at][0]];
    if (now < until && from - now <= BREAK_AHEAD_MS) return { from, until };
  }
  return null;
}

/** When the counter closes today, if that is soon or over; else null. */
export function closesSoon(counter, now) {
  const last = spans(counter).at(-1)?.[1] ?? null;
  return last !== null && last - now <= CLOSES_SOON_MS ? last : null;
}

/** The hours of today in words that `clock` makes of times: "08.00–12.00, 13.00–15.00". */
export const hoursText = (counter, clock) => spans(counter).map((span) => span.map(clock).join("–")).join(", ");

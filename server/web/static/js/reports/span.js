// Spans of days ("2026-04-14"), and what is asked of the hub for one. Pure.

const DAY_MS = 86_400_000;
const at = (day) => Date.parse(`${day}T00:00:00Z`);
const dayAt = (ms) => new Date(ms).toISOString().slice(0, 10);

/** So many days later. */
export const later = (day, days) => dayAt(at(day) + days * DAY_MS);

export const length = ({ first, last }) => (at(last) - at(first)) / DAY_MS + 1;

/** As long a span right before or after one. */
export function moved(span, direction) {
  const days = length(span) * direction;
  return { first: later(span.first, days), last: later(span.last, days) };
}

/** Monday to Sunday around a day, or its month. */
export function weekOf(day) {
  const monday = later(day, -((new Date(at(day)).getUTCDay() + 6) % 7));
  return { first: monday, last: later(monday, 6) };
}

export function monthOf(day) {
  const [year, month] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return { first: `${day.slice(0, 8)}01`, last };
}

export const yearOf = (day) => ({ first: `${day.slice(0, 4)}-01-01`, last: `${day.slice(0, 4)}-12-31` });

const yearBefore = (day) => (day.endsWith("-02-29") ? `${Number(day.slice(0, 4)) - 1}-02-28` : `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`);

/** What a span is set against: the one "before" it, the same a "year" ago, an "other" one; null for "none". */
export function comparedWith(span, against, other) {
  if (against === "before") return moved(span, -1);
  if (against === "year") return { first: yearBefore(span.first), last: yearBefore(span.last) };
  return against === "other" ? other : null;
}

/** The query of a report, with what is chosen ("agency", "service", ...) of it. */
export function query({ span, by, chosen = {} }, more = {}) {
  const named = Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name === "class" ? "kind" : name, value]));
  return new URLSearchParams({ first: span.first, last: span.last, by, ...named, ...more }).toString();
}

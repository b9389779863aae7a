// The hub's clock on this tablet, and how times are said.
import { LOCALE } from "./say.js";

/** A clock that follows the hub's; `hear` takes its time as ISO 8601. */
export class HubClock {
  constructor(read = Date.now) {
    this.read = read;
    this.offset = 0;
    this.certain = false; // until the hub has said its time
  }

  hear(iso) {
    const at = Date.parse(iso);
    if (Number.isNaN(at)) return;
    this.offset = at - this.read();
    this.certain = true;
  }

  now() {
    return this.read() + this.offset;
  }
}

const formats = new Map();

/** How dates are written with these options. Made once: a browser takes longer to make one than to draw a row. */
export function dateFormat(locale, options) {
  const name = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(name) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(name, known);
  return known;
}

/** A part of a day that is written `2026-04-14`, such as its weekday, with these options. */
export const dayPart = (day, options) => dateFormat(LOCALE, { ...options, timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));

/** `10.42` in the hall's zone. */
export function clockText(at, zone) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  return dateFormat(LOCALE, options).format(new Date(at));
}

/** `04:12`, or `1:04:12` from an hour on. */
export function spanText(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** So many minutes after `now`, to the nearest whole minute, so that the clock that is shown is the one meant. */
export function wholeMinute(now, minutes) {
  return Math.round(now / 60000 + minutes) * 60000;
}

/** Whole minutes from one moment to another, never below nought. */
export function minutesBetween(from, to) {
  return Math.max(0, Math.floor((to - Date.parse(from)) / 60000));
}

/** `10.42` today, `Senin, 13 April, 16.02` on another day, in the hall's zone. */
export function whenText(at, now, zone) {
  if (dayOf(at, zone) === dayOf(now, zone)) return clockText(at, zone);
  const options = { weekday: "long", day: "numeric", month: "long", timeZone: zone };
  return `${dateFormat(LOCALE, options).format(new Date(at))}, ${clockText(at, zone)}`;
}

/** `Selasa, 14 April 2026` in the hall's zone. */
export function dateText(at, zone) {
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone };
  return dateFormat(LOCALE, options).format(new Date(at));
}

/** The same for a day that is written `2026-04-14`; what is none, as in a draft that is still wrong, stays as it is. */
export const dayText = (day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? dateText(`${day}T12:00:00Z`, "UTC") : String(day ?? ""));

/** The day of a moment in the hall's zone, `2026-04-14`. */
export const dayOf = (at, zone) => dateFormat("en-CA", { timeZone: zone }).format(new Date(at));

/** `WITA`, or what the browser calls the zone: in Indonesian, which has names for Indonesia's zones. */
export function zoneText(at, zone) {
  const parts = dateFormat("id-ID", { timeZone: zone, timeZoneName: "short" }).formatToParts(new Date(at));
  return parts.find((part) => part.type === "timeZoneName").value;
}

/** The moment (ISO 8601) at which a clock of the hall's zone shows "HH:MM" on a day ("YYYY-MM-DD"). */
export function momentAt(day, clock, zone) {
  const wanted = Date.parse(`${day}T${clock}:00Z`);
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const shown = (at) => Date.parse(`${dateFormat("sv-SE", parts).format(new Date(at)).replace(" ", "T")}:00Z`);
  // Once more, in case the zone's offset changes between the guess and the answer.
  const guess = wanted - (shown(wanted) - wanted);
  return new Date(guess - (shown(guess) - wanted)).toISOString();
}

// What the reports of displays and kiosks amount to. Pure; times are ms of the hub's clock.
import { known } from "../say.js";
import { SILENT_MS } from "./silence.js";

// A display sends a picture within moments of being asked.
export const OLD_PICTURE_MS = 60_000;

/** "ok", "degraded" or "fault" as the device says, "silent" where it says nothing more, "new" where it never did. */
export function condition(device, now) {
  if (device.seen_at === null) return "new";
  if (now - Date.parse(device.seen_at) > SILENT_MS) return "silent";
  return device.state;
}

/** Is the picture of some moment before, and not of now? */
export function isOld(picture, now) {
  return now - picture.at > OLD_PICTURE_MS;
}

/** How many are well, do without something (`grave`: of these, how many do not work), are not heard. */
export function sums(devices, now) {
  const count = (...states) => devices.filter((device) => states.includes(condition(device, now))).length;
  return { ok: count("ok"), wrong: count("degraded", "fault"), grave: count("fault"), silent: count("silent", "new") };
}

/** The version that most devices run (of as many, the latest), and the devices that run another. */
export function versions(devices) {
  const known = devices.filter((device) => device.software);
  const counts = new Map();
  for (const { software } of known) counts.set(software, (counts.get(software) ?? 0) + 1);
  const byUse = (a, b) => counts.get(b) - counts.get(a) || b.localeCompare(a, "en", { numeric: true });
  const usual = [...counts.keys()].sort(byUse)[0] ?? null;
  return { usual, odd: known.filter((device) => device.software !== usual) };
}

/** Zones where displays hang and report, and none of them speaks. */
export function voiceless(devices, zones, now) {
  const heard = devices.filter((device) => device.kind === "display" && ["ok", "degraded"].includes(condition(device, now)));
  return zones.filter((zone) =>
    heard.some((device) => device.zone === null || device.zone === zone.id) &&
    !heard.some((device) => device.speaks.includes(zone.id)));
}

const RANKS = { fault: 0, silent: 1, mute: 2, degraded: 3, version: 4, new: 5 };

/** What somebody has to see to, the most urgent first: { rank, device | zone | ..., fault }. */
export function tasks(devices, zones, now) {
  const found = voiceless(devices, zones, now).map((zone) => ({ rank: "mute", key: `mute:${zone.id}`, zone }));
  for (const device of devices) {
    const rank = condition(device, now);
    if (rank === "ok") continue;
    const faults = rank === "fault" || rank === "degraded" ? faultsOf(device) : [null];
    for (const fault of faults) found.push({ rank, key: `${device.id}:${fault?.code}:${fault?.about}`, device, fault });
  }
  const { usual, odd } = versions(devices);
  if (odd.length) found.push({ rank: "version", key: "version", usual, odd });
  return found.sort((a, b) => RANKS[a.rank] - RANKS[b.rank]);
}

/** The faults that a device names; one that names none is taken at its own words. */
export function faultsOf(device) {
  return device.faults.length ? device.faults : [{ code: "other", about: device.detail }];
}

// Sentences of the page of devices that are more than a key.
import { known, say } from "../say.js";
import { whenText } from "../time.js";

/** How a device is, by its condition: [class, sign]. */
export const CONDITIONS = {
  ok: ["ok", "ring"],
  degraded: ["warn", "half"],
  fault: ["stop", "warn"],
  silent: ["stop", "nolink"],
  new: ["mute", "clock"],
};

const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** [what happened, what to do] of one fault. A code of a later version is told in the device's own words. */
export function faultWords(fault, device) {
  const code = known(`fault.${fault.code}.what`) ? fault.code : "other";
  const about = code === "other" ? device.detail || fault.about : fault.about;
  const told = { about, device: known(`device.${device.kind}`) ? say(`device.${device.kind}`) : device.kind, kind: device.kind };
  return [upper(say(`fault.${code}.what`, told)), say(`fault.${code}.do`, told)];
}

/** One thing to see to, as [head, text]. */
export function taskWords(task, now, zone) {
  const { rank, device, fault } = task;
  if (rank === "mute") return [say("device_page.task.mute", { zone: task.zone.name }), say("device_page.task.mute_do")];
  if (rank === "version") {
    const one = ({ name, software }) => say("device_page.task.version_one", { name, version: software });
    return [say("device_page.task.version"), say("device_page.task.version_do", { odd: task.odd.map(one).join(", "), usual: task.usual })];
  }
  const { name } = device;
  if (rank === "silent") {
    const since = whenText(Date.parse(device.seen_at), now, zone);
    const todo = `device_page.task.silent_${device.kind}_do`;
    return [say("device_page.task.silent", { name, since }), say(known(todo) ? todo : "device_page.task.silent_other_do")];
  }
  if (rank === "new") return [say("device_page.task.new", { name }), say("device_page.task.new_do")];
  const [what, text] = faultWords(fault, device);
  return [say("device_page.task.fault", { name, what: what.charAt(0).toLowerCase() + what.slice(1) }), text];
}

/** For those who hear the page: what the figures say now. */
export function saidText(sums, old) {
  return old ? say("device_page.sums_old") : say("device_page.sums", sums);
}

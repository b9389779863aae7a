// What a desk is to know of the hall's kiosks. Pure; times are ms of the hub's clock.
import { say } from "../../kit/say.js";
import { SILENT_MS } from "../../kit/devices/silence.js";
import { clockText } from "../../kit/time.js";

/** Of each kiosk what matters: a visitor there calls staff, it is cut off since today, or its tickets are just coming in. */
export function kioskTexts(devices, state, now) {
  const zone = state.hall.time_zone;
  return devices.filter((device) => device.kind === "kiosk" && device.seen_at).flatMap((device) => {
    const kiosk = device.name || device.id;
    const text = told(device, kiosk, state.day, now, zone);
    return text ? [{ key: `kiosk-${device.id}`, text }] : [];
  });
}

function told(device, kiosk, day, now, zone) {
  const seen = Date.parse(device.seen_at);
  if (now - seen > SILENT_MS) return device.day === day ? say("staff.kiosk.away", { kiosk, at: clockText(seen, zone) }) : null;
  const help = device.faults?.find((fault) => fault.code === "help_wanted");
  if (help) return say("staff.kiosk.help", { kiosk, at: help.about });
  const count = device.counts?.not_handed ?? 0;
  return count ? say("staff.kiosk.coming", { kiosk, count }) : null;
}

// One display or kiosk as the manager sees it.
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { clockText, whenText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { condition, faultsOf, isOld } from "../kit/devices/facts.js";
import { managingPart } from "./managing.js";
import { tokenPart } from "./tokens.js";
import { CONDITIONS, faultWords } from "../kit/devices/words.js";

function state(device, app) {
  const how = condition(device, app.now);
  const [kind, sign] = CONDITIONS[how];
  const since = device.seen_at && whenText(Date.parse(device.seen_at), app.now, app.zone);
  return h("p", { class: `state ${kind}` }, icon(sign), h("span", {}, say(`device_page.condition.${how}`, { since })));
}

function faults(device, app) {
  if (!["fault", "degraded"].includes(condition(device, app.now))) return null;
  return h("ul", { key: "faults", class: "faults" },
    faultsOf(device).map((fault) => h("li", {}, faultWords(fault, device)[0])));
}

function fact(key, label, ...value) {
  return h("div", { key }, h("dt", {}, label), h("dd", {}, ...value));
}

function facts(device, app) {
  const { odd } = app.versions;
  const heard = ["ok", "degraded", "fault"].includes(condition(device, app.now));
  const seen = device.seen_at ? whenText(Date.parse(device.seen_at), app.now, app.zone) : say("device_page.never");
  return h("dl", {},
    device.kind === "display" ? fact("zone", say("device_page.zone"), zoneName(device.zone, app) ?? say("device_page.everywhere")) : null,
    device.kind === "display" && heard ? fact("voice", say("device_page.voice"), ...voice(device, app)) : null,
    device.sound_card ? fact("card", say("device_page.sound_card"), device.sound_card) : null,
    device.software
      ? fact("version", say("device_page.version"), device.software,
        odd.includes(device) ? h("span", { class: "mark" }, icon("warn"), say("device_page.odd")) : null)
      : null,
    kept(device, app),
    ...measures(device.counts),
    fact("seen", say("device_page.seen"), seen));
}

/** The tickets that a kiosk gave and the hub has not; of one that is not heard no more is known than it said last. */
function kept(device, app) {
  const count = device.counts.not_handed ?? 0;
  const silent = device.kind === "kiosk" && condition(device, app.now) === "silent";
  if (!count && !silent) return null;
  const told = silent ? (count ? "kept_at_least" : "kept_unknown") : "tickets";
  return fact("kept", say("device_page.kept"), icon("warn"), say(`device_page.${told}`, { count }));
}

/** What a kiosk measures of itself: tickets of which its printer did not say that they are out, those that the
    roll has left, heat, room on its disk, whose time it has. */
function measures({ unsure, tickets_left, celsius, free_mib, clock_certain }) {
  const left = tickets_left !== undefined;
  const of = [
    celsius === undefined ? null : say("device_page.celsius", { count: celsius }),
    free_mib === undefined ? null : say("device_page.free", { count: free_mib }),
  ].filter((part) => part !== null);
  return [
    unsure ? fact("printer", say("device_page.printer"), say("device_page.unsure_tickets", { count: unsure })) : null,
    left ? fact("paper", say("device_page.paper"), say("device_page.paper_left", { count: tickets_left })) : null,
    of.length ? fact("machine", say("device_page.inside"), of.join(", ")) : null,
    clock_certain === undefined
      ? null
      : fact("clock", say("device_page.clock"), say(`device_page.clock_${clock_certain ? "sure" : "unsure"}`)),
  ];
}

function zoneName(id, app) {
  return id === null ? null : app.zones.find((zone) => zone.id === id)?.name ?? id;
}

function voice(device, app) {
  if (!device.speaks.length) return [icon("mute"), say("device_page.quiet")];
  const own = device.speaks.length === 1 && (device.speaks[0] === device.zone || app.zones.length < 2);
  const names = own ? "" : device.speaks.map((id) => zoneName(id, app)).join(", ");
  return [icon("speaker"), names ? say("device_page.speaks_in", { zones: names }) : say("device_page.speaks")];
}

function heading(device) {
  return h("h3", {}, device.name, device.name === device.id ? null : h("small", {}, ` ${device.id}`));
}

function picture(device, app, act) {
  const taken = app.pictures.of(device.id);
  const asked = app.pictures.isAsked(device.id) && app.tapped.has(device.id);
  const old = taken !== null && isOld(taken, app.now);
  const at = taken && whenText(taken.at, app.now, app.zone);
  const caption = taken === null ? say("device_page.no_picture") : old ? say("device_page.taken_old", { at }) : say("device_page.taken", { at: clockText(taken.at, app.zone) });
  return h("button", {
    type: "button", class: `look${old ? " old" : ""}${taken ? "" : " none"}`, "aria-busy": asked ? "true" : null,
    onclick: () => act.look(device.id),
  },
    h("span", { class: `frame${taken?.upright ? " upright" : ""}` }, taken
      ? h("img", { src: taken.url, alt: say("device_page.picture", { name: device.name, at }) })
      : icon("screen")),
    h("span", { class: "caption" }, h("span", {}, asked ? say("device_page.asking") : caption), icon("again"),
      h("span", { class: "sr" }, `. ${say("device_page.again")}`)));
}

function trial(device, app, act) {
  if (!device.speaks.length || !["ok", "degraded"].includes(condition(device, app.now))) return null;
  const state = app.tried.get(device.id);
  return h("div", { key: "trial", class: "trial" },
    button({ className: "btn", busy: state === "asked", act: () => act.tryVoice(device.id) }, icon("speaker"), say("device_page.try.go"),
      h("span", { class: "sr" }, ` ${device.name}`)),
    h("p", { role: "status" }, state && state !== "asked" ? say(`device_page.try.${state}`) : ""));
}

/** A display: what it shows now, and how it is. */
export function displayCard(device, app, act) {
  return h("li", { key: device.id, class: "device", "data-device": device.id },
    picture(device, app, act), heading(device), state(device, app), faults(device, app), facts(device, app),
    trial(device, app, act), tokenPart(device, app, act), managingPart(device, app));
}

/** A kiosk, on one row. */
export function kioskRow(device, app, act) {
  return h("li", { key: device.id, class: "kiosk", "data-device": device.id },
    heading(device), h("div", {}, state(device, app), faults(device, app)), facts(device, app), tokenPart(device, app, act), managingPart(device, app));
}

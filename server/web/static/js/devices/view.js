// The whole page of devices, for what is known now.
import { brandBar, slimBar } from "../kit/manager-bar.js";
import { tabs } from "../kit/ways.js";
import { icon, strip } from "../kit/parts.js";
import { LANGUAGE, say } from "../kit/say.js";
import { signInView } from "../kit/entry/sign-in-view.js";
import { whenText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { admitPart } from "./admit.js";
import { displayCard, kioskRow } from "./cards.js";
import { sums, tasks } from "../kit/devices/facts.js";
import { taskWords } from "../kit/devices/words.js";

function figures(app) {
  const { ok, wrong, grave, silent } = sums(app.devices, app.now);
  const row = [
    ["ok", "ring", ok, say("device_page.ok")],
    grave ? ["stop", "warn", wrong, say("device_page.wrong")] : ["warn", "half", wrong, say("device_page.wrong")],
    ["stop", "nolink", silent, say("device_page.silent")],
  ];
  return h("div", { class: "figures" },
    row.map(([kind, sign, count, words]) =>
      h("p", { class: `state ${count ? kind : ""}` }, icon(sign), h("b", {}, String(count)), h("span", {}, words))));
}

const SIGNS = {
  fault: ["stop", "warn"], silent: ["stop", "nolink"], mute: ["warn", "mute"], degraded: ["warn", "half"],
  version: ["warn", "half"], new: ["", "clock"],
};

function rail(app, act) {
  const found = tasks(app.devices, app.zones, app.now);
  return h("aside", { key: "rail", class: "rail", "aria-labelledby": "tasks" },
    h("h2", { id: "tasks" }, say("device_page.tasks"), h("span", {}, String(found.length))),
    found.length
      ? h("ul", {}, found.map((task) => {
        const [head, text] = taskWords(task, app.now, app.zone);
        const [kind, sign] = SIGNS[task.rank];
        return h("li", { key: task.key }, h("span", { class: `state ${kind}` }, icon(sign)),
          h("div", {}, h("b", {}, head), h("p", {}, text)));
      }))
      : h("div", { class: "well" }, h("p", { class: "state ok" }, icon("ring"), h("b", {}, say("device_page.no_tasks"))),
        h("p", {}, say("device_page.no_tasks_hint"))),
    admitPart(app, act));
}

function lists(app, act) {
  const displays = app.devices.filter((device) => device.kind === "display");
  const kiosks = app.devices.filter((device) => device.kind === "kiosk");
  // Of a kind that this page does not know yet: a hub is newer than a page that is open.
  const others = app.devices.filter((device) => !["display", "kiosk"].includes(device.kind));
  return h("div", { key: "lists", class: "lists" },
    displays.length
      ? h("section", { key: "displays" }, h("h2", {}, say("device_page.displays")),
        h("ul", { class: "displays" }, displays.map((device) => displayCard(device, app, act))))
      : null,
    kiosks.length
      ? h("section", { key: "kiosks" }, h("h2", {}, say("device_page.kiosks")),
        h("ul", { class: "kiosks" }, kiosks.map((device) => kioskRow(device, app, act))))
      : null,
    others.length
      ? h("section", { key: "others" }, h("h2", {}, say("device_page.others")),
        h("ul", { class: "kiosks" }, others.map((device) => kioskRow(device, app, act))))
      : null);
}

function nobody(app, act) {
  return h("main", { key: "nobody", class: "plain" },
    h("h1", {}, say("device_page.nobody.title")), h("p", {}, say("device_page.nobody.hint")),
    h("pre", {}, h("code", {}, say("device_page.nobody.display")), h("code", {}, say("device_page.nobody.kiosk"))),
    h("p", {}, say("device_page.nobody.after")),
    admitPart(app, act));
}

/** While no answer has come yet. */
function unanswered(app) {
  const never = app.up === false;
  return h("main", { key: "unanswered", class: "plain" },
    h("h1", {}, never ? say("device_page.lost.never") : say("device_page.lost.asking")), h("p", {}, never ? say("device_page.lost.never_hint") : say("device_page.lost.asking_hint")));
}

function denied(app) {
  return h("main", { key: "denied", class: "plain" },
    h("h1", {}, say("device_page.denied.title")), h("p", {}, say("device_page.denied.text", { name: app.account.display_name })), h("p", {}, say("device_page.denied.hint")),
    h("a", { class: "btn primary", href: "/staff" }, say("device_page.denied.go")));
}

function lost(app) {
  const at = whenText(app.now, app.clock, app.zone);
  return strip("lost", "warn", "nolink", h("b", {}, say("device_page.lost.head", { at })), " ", say("device_page.lost.rest"));
}

/** Everything under `#app`. `app.now` is when the hub answered last, `app.clock` the time now. */
export function devicesView(app, act) {
  if (!app.account) {
    if (app.known) return [signInView(app, act, say("device_page.sign_in"))];
    return [brandBar(), unanswered(app)];
  }
  if (app.denied) return [brandBar(), denied(app)];
  const head = [slimBar(app, act), tabs(app, "devices")];
  if (!app.devices) return [...head, unanswered(app)];
  if (app.up === false) head.push(lost(app));
  head.push(...app.machine.map((task, at) =>
    strip(`machine-${at}`, "warn", "warn", h("b", {}, say("device_page.machine")), " ", task[LANGUAGE] ?? task.en)));
  if (!app.devices.length) return [...head, nobody(app, act)];
  return [...head, h("main", { key: "devices", class: `devices${app.up === false ? " past" : ""}` },
    h("h1", { class: "sr" }, say("device_page.title")), figures(app),
    h("div", { class: "wrap" }, rail(app, act), lists(app, act)))];
}

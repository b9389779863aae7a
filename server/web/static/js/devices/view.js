// The whole page of devices, for what is known now.
import { button, icon, strip } from "../kit/parts.js";
import { signInView } from "../kit/sign-in-view.js";
import { clockText, dateText, whenText, zoneText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { ACCOUNT } from "../kit/words.js";
import { displayCard, kioskRow } from "./cards.js";
import { sums, tasks } from "./facts.js";
import { DENIED, DEVICES, LOST, NOBODY, taskWords } from "./words.js";

function menu(app, act) {
  return h("div", { key: "menu", class: "menu", onkeydown: (event) => { if (event.key === "Escape") act.menu(false); } },
    button({ key: "toggle", className: "menu-button", act: () => act.menu(!app.menu),
      "aria-expanded": String(app.menu), "aria-controls": "menu" },
    icon("person"), h("span", { class: "sr" }, `${ACCOUNT.menu}, `), h("span", { class: "name" }, app.account.display_name),
    icon("down", "small")),
    app.menu
      ? h("div", { key: "panel", class: "panel", id: "menu" },
        h("a", { class: "btn", href: "/staff" }, DEVICES.staffPage),
        button({ key: "out", className: "btn", act: () => act.signOut() }, ACCOUNT.signOut),
        app.holds ? h("p", { key: "holds", role: "alert" }, app.holds) : null)
      : null);
}

function bar(app, act) {
  const { hall, clock, zone } = app;
  return h("header", { key: "bar", class: "bar slim" },
    icon("hall"), h("b", { class: "brand" }, "Balai"), h("span", { class: "hall" }, hall?.name ?? ""),
    hall
      ? h("span", { key: "clock", class: "it clock" }, h("span", { class: "date" }, dateText(clock, zone)),
        h("b", {}, clockText(clock, zone)), zoneText(clock, zone))
      : null,
    menu(app, act));
}

function brand() {
  return h("header", { key: "bar", class: "bar slim" }, icon("hall"), h("b", { class: "brand" }, "Balai"));
}

function tabs() {
  return h("nav", { key: "tabs", class: "tabs", "aria-label": "Halaman" },
    h("a", { href: "/staff" }, DEVICES.counters), h("a", { href: "/devices", "aria-current": "page" }, DEVICES.title));
}

function figures(app) {
  const { ok, wrong, grave, silent } = sums(app.devices, app.now);
  const row = [
    ["ok", "ring", ok, DEVICES.ok],
    grave ? ["stop", "warn", wrong, DEVICES.wrong] : ["warn", "half", wrong, DEVICES.wrong],
    ["stop", "nolink", silent, DEVICES.silent],
  ];
  return h("div", { class: "figures" },
    row.map(([kind, sign, count, words]) =>
      h("p", { class: `state ${count ? kind : ""}` }, icon(sign), h("b", {}, String(count)), h("span", {}, words))));
}

const SIGNS = {
  fault: ["stop", "warn"], silent: ["stop", "nolink"], mute: ["warn", "mute"], degraded: ["warn", "half"],
  version: ["warn", "half"], new: ["", "clock"],
};

function rail(app) {
  const found = tasks(app.devices, app.zones, app.now);
  return h("aside", { key: "rail", class: "rail", "aria-labelledby": "tasks" },
    h("h2", { id: "tasks" }, DEVICES.tasks, h("span", {}, String(found.length))),
    found.length
      ? h("ul", {}, found.map((task) => {
        const [head, text] = taskWords(task, app.now, app.zone);
        const [kind, sign] = SIGNS[task.rank];
        return h("li", { key: task.key }, h("span", { class: `state ${kind}` }, icon(sign)),
          h("div", {}, h("b", {}, head), h("p", {}, text)));
      }))
      : h("div", { class: "well" }, h("p", { class: "state ok" }, icon("ring"), h("b", {}, DEVICES.noTasks)),
        h("p", {}, DEVICES.noTasksHint)));
}

function lists(app, act) {
  const displays = app.devices.filter((device) => device.kind === "display");
  const kiosks = app.devices.filter((device) => device.kind !== "display");
  return h("div", { key: "lists", class: "lists" },
    displays.length
      ? h("section", { key: "displays" }, h("h2", {}, DEVICES.displays),
        h("ul", { class: "displays" }, displays.map((device) => displayCard(device, app, act))))
      : null,
    kiosks.length
      ? h("section", { key: "kiosks" }, h("h2", {}, DEVICES.kiosks),
        h("ul", { class: "kiosks" }, kiosks.map((device) => kioskRow(device, app))))
      : null);
}

function nobody() {
  return h("main", { key: "nobody", class: "plain" },
    h("h1", {}, NOBODY.title), h("p", {}, NOBODY.hint),
    h("pre", {}, h("code", {}, NOBODY.display), h("code", {}, NOBODY.kiosk)),
    h("p", {}, NOBODY.after));
}

/** While no answer has come yet. */
function unanswered(app) {
  const never = app.up === false;
  return h("main", { key: "unanswered", class: "plain" },
    h("h1", {}, never ? LOST.never : LOST.asking), h("p", {}, never ? LOST.neverHint : LOST.askingHint));
}

function denied(app) {
  return h("main", { key: "denied", class: "plain" },
    h("h1", {}, DENIED.title), h("p", {}, DENIED.text(app.account.display_name)), h("p", {}, DENIED.hint),
    h("a", { class: "btn primary", href: "/staff" }, DENIED.go));
}

function lost(app) {
  const at = whenText(app.now, app.clock, app.zone);
  return strip("lost", "warn", "nolink", h("b", {}, LOST.head(at)), " ", LOST.rest);
}

/** Everything under `#app`. `app.now` is when the hub answered last, `app.clock` the time now. */
export function devicesView(app, act) {
  if (!app.account) {
    if (app.known) return [signInView(app, act, DEVICES.signIn)];
    return [brand(), unanswered(app)];
  }
  if (app.denied) return [brand(), denied(app)];
  const head = [bar(app, act), tabs()];
  if (!app.devices) return [...head, unanswered(app)];
  if (app.up === false) head.push(lost(app));
  if (!app.devices.length) return [...head, nobody()];
  return [...head, h("main", { key: "devices", class: `devices${app.up === false ? " past" : ""}` },
    h("h1", { class: "sr" }, DEVICES.title), figures(app),
    h("div", { class: "wrap" }, rail(app), lists(app, act)))];
}

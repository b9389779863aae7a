// Walls and voice: the words of a call heard beside their settings, what walls tell, each wall, and the names.
import { nameOf, rowsOf, setting } from "../kit/hall/fields.js";
import { hearing } from "../kit/hall/hearing.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import { eachWall } from "./each-view.js";
import { namesView } from "./names-view.js";
import { noticesView } from "./notices-view.js";
import { slidesView } from "./slides-view.js";

const VOICE = ["languages", "repeat", "order", "with_agency", "digits", "queue_word", "volume", "quiet", "quiet_volume"];
const LATE = ["old_seconds", "rush_seconds"];
const SHOWN = ["notices", "info_seconds", "english", "visitor_page"];
const WAYS = ["", "left", "right", "ahead", "behind"];

const select = (id, label, value, options, pick) => h("div", { key: id, class: "setting k-choice" }, h("label", { for: id }, label),
  h("select", { id, value, onchange: (event) => pick(event.target.value) }, options.map(([code, words]) => h("option", { key: code || "none", value: code, selected: code === value || null }, words))));

function trying(app, act) {
  const rows = rowsOf(app, "service");
  const chosen = rows.find((one) => one.name === app.extra.calls) ?? rows[0];
  const names = new Map(app.file.agency.map((one) => [one.id, nameOf("agency", one)]));
  const { way = "", recall = "" } = app.extra;
  if (!chosen) return null;
  return h("div", { key: "trying", class: "boxed form" }, h("h3", {}, say("walls_page.hear")),
    h("div", { class: "choosing" },
      select("w-service", say("walls_page.call_of"), chosen.name, rows.map(({ name, entry }) => [name, `${names.get(entry.agency) ?? ""}: ${entry.name ?? ""}`]), (calls) => act.extra({ calls })),
      select("w-way", say("walls_page.way"), way, WAYS.map((one) => [one, say(`walls_page.ways.${one || "none"}`)]), (now) => act.extra({ way: now })),
      select("w-recall", say("walls_page.which"), recall, [["", say("walls_page.first_call")], ["true", say("walls_page.again")]], (now) => act.extra({ recall: now }))),
    hearing(app, act, "voice", { service: chosen.entry.id, direction: way, recall }));
}

const fields = (app, act, section, names) => (app.file[section] ? names.map((name) => setting(app, act, section, "", name)) : []);

export function wallsView(app, act) {
  return h("div", { key: "walls", class: "halls" },
    h("div", { key: "head", class: "head top" }, h("p", { class: "title", "aria-hidden": "true" }, say("walls_page.title"))),
    h("div", { key: "beside", class: "beside" },
      h("div", { key: "voice", class: "form" },
        app.file.voice ? h("section", { key: "voice" }, h("h2", {}, say("walls_page.voice")), h("div", { class: "form" }, trying(app, act), fields(app, act, "voice", VOICE),
          h("details", { key: "late" }, h("summary", {}, say("walls_page.late")), h("div", { class: "form" }, fields(app, act, "voice", LATE))))) : trying(app, act),
        namesView(app, act)),
      h("div", { key: "shown", class: "form" }, eachWall(app, act), slidesView(app, act), noticesView(app, act),
        app.file.display ? h("section", { key: "display" }, h("h2", {}, say("walls_page.shown")), h("div", { class: "form" }, fields(app, act, "display", SHOWN))) : null)));
}

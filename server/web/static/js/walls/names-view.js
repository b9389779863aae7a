// One row for each agency's name: how it is said, heard at a tap, written or recorded anew.
import { mark, nameOf, rowsOf, setting } from "../kit/hall/fields.js";
import { hearing } from "../kit/hall/hearing.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

function recording(app, act, agency) {
  const { names } = act;
  const { taken, listens, fault } = app.extra;
  return h("fieldset", { key: "recording", class: "setting" }, h("legend", {}, say("walls_page.recording")), h("p", { class: "hint" }, say("walls_page.recording_hint")),
    h("div", { class: "doings" },
      names.canListen ? button({ key: "listen", className: "btn", act: () => names.listen(), "aria-pressed": String(Boolean(listens)) }, icon(listens ? "stop" : "mic"), say(listens ? "walls_page.enough" : "walls_page.record")) : null,
      h("label", { key: "file", class: "btn file" }, icon("paper"), say("walls_page.choose_file"), h("input", { type: "file", class: "sr", accept: "audio/*", onchange: (event) => names.file(event.target.files[0]) })),
      taken ? button({ key: "hear", className: "btn", act: () => names.hear() }, icon("speaker"), say("walls_page.hear_recording", { count: taken.seconds })) : null,
      taken ? button({ key: "put", className: "btn primary", busy: app.busy === "name", act: () => names.put(agency, taken) }, say("walls_page.use_recording")) : null,
      button({ key: "forget", className: "btn", busy: app.busy === "name", act: () => names.put(agency, null) }, say("walls_page.forget_recording"))),
    h("div", { key: "said", role: "alert" }, fault ? h("p", { class: "fault" }, icon("warn"), h("span", {}, fault)) : null));
}

function row(app, act, { name, entry }) {
  const on = app.extra.name === name;
  return h("li", { key: name, class: on ? "on" : null },
    button({ key: "row", className: "person", act: () => act.names.open(name), "aria-expanded": String(on) }, mark(entry), h("span", {}, h("b", {}, nameOf("agency", entry)), h("small", {}, `“${entry.spoken || entry.name || ""}”`)), icon("down", "small")),
    on ? h("div", { key: "opened", class: "opened" }, setting(app, act, "agency", name, "spoken"), hearing(app, act, `name-${name}`, { agency: entry.id }), app.edits ? recording(app, act, entry) : null) : null);
}

export const namesView = (app, act) => h("section", { key: "names", class: "staff-list spoken-names" }, h("h2", {}, say("walls_page.names")), h("p", { class: "hint" }, say("walls_page.names_hint")),
  h("ul", {}, rowsOf(app, "agency").map((one) => row(app, act, one))));

// The sheet over a page: its frame, and the main action at its foot.
import { button, icon, unbroken } from "./parts.js";
import { say } from "./say.js";
import { h } from "./vdom.js";

/** A frame with a heading and a way `out`; the browser keeps the keyboard inside and Escape closes. */
export function frame(act, sheet, title, body, actions, foot = null, out = say("common.sheet.cancel")) {
  const close = () => act.closeSheet();
  return h("dialog", {
    key: `sheet-${sheet.kind}`, class: `sheet ${sheet.kind}`, "aria-labelledby": "sheet-title",
    oncancel: (event) => { event.preventDefault(); close(); },
    onclose: close,
    onclick: (event) => { if (event.target === event.currentTarget) close(); },
  },
  h("div", { class: "sheet-in" },
    h("div", { class: "head" }, h("h2", { id: "sheet-title" }, unbroken(title)),
      button({ key: "close", className: "x", act: close, "aria-label": say("common.sheet.close") }, icon("close"))),
    h("div", { class: "body" }, body), foot,
    actions ? h("div", { class: "go" },
      button({ key: "cancel", className: "btn", act: close }, out), actions) : null));
}

/** The main action of a sheet; it rests while the hub cannot be reached. */
export function goButton(app, { className, act, off }, ...words) {
  const cut = !app.link.up;
  return button({ key: "go", className: `btn ${className}`, off: off || cut || app.resting, busy: app.busy !== null, act,
    "data-off": off || cut ? true : null },
  cut ? say("common.sheet.cut") : words);
}

/** What may have gone wrong with what a sheet asks for. */
export const faultLine = (fault) =>
  h("div", { key: "fault", role: "alert" }, fault ? h("p", { class: "fault" }, icon("warn"), fault) : null);

/** What is filled in under its label. */
export const labelled = (id, label, ...content) => h("div", { key: id, class: "field" }, h("h3", {}, h("label", { for: id }, label)), content);

/** A field with its label; the rest is what its input has. */
const field = ({ id, label, ...rest }) => labelled(id, label, h("input", { key: "input", id, ...rest }));

/** A field for a number; `pick({ [name]: value })` hears of it, null where it is empty. */
export const numberField = (act, { id, name, label, value, most }) => field({
  id, label, type: "number", inputmode: "numeric", min: 1, max: most, value: value ?? "",
  oninput: (event) => act.pick({ [name]: event.target.value === "" ? null : Math.trunc(Number(event.target.value)) }),
});

/** A field for a short text. */
export const textField = (act, { id, name, label, value, most, ...rest }) => field({
  id, label, type: "text", maxlength: most, value: value ?? "", autocomplete: "off", spellcheck: "false",
  autocapitalize: "characters", oninput: (event) => act.pick({ [name]: event.target.value }), ...rest,
});

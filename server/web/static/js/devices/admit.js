// A device is let in by the six digits that it shows: the form for who may, and what became of it.
import { NONE } from "../kit/devices/admitting.js";
import { icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

function field(name, label, more = {}) {
  return h("div", { key: name, class: "field" }, h("label", { for: `admit-${name}` }, label),
    h("input", { id: `admit-${name}`, name, autocomplete: "off", autocapitalize: "none", spellcheck: "false", ...more }));
}

function select(name, label, options, change = null) {
  return h("div", { key: name, class: "field" }, h("label", { for: `admit-${name}` }, label),
    h("select", { id: `admit-${name}`, name, onchange: change },
      options.map(([value, words]) => h("option", { key: value, value }, words))));
}

/** The form, at the side of the page; nothing for who may not let devices in. */
export function admitPart(app, act) {
  if (!app.account.may?.includes("devices.admit")) return null;
  const { busy, replaces, fault, done } = app.admissions;
  const submit = async (event) => {
    event.preventDefault();
    const form = event.target;
    const typed = Object.fromEntries(["code", "id", "name", "zone"].map((name) => [name, form.elements[name]?.value.trim() ?? ""]));
    if (await act.admissions.admit(typed)) form.reset();
  };
  const known = (app.devices ?? []).map(({ id, name }) => [id, say("device_page.admit.instead", { name })]);
  // Closed: a hall's devices are let in once, and looked at every day.
  return h("details", { key: "admit", class: "admit" },
    h("summary", {}, icon("down"), say("device_page.admit.title")),
    h("p", {}, say("device_page.admit.hint")),
    h("form", { novalidate: true, onsubmit: submit },
      field("code", say("device_page.admit.code"), { inputmode: "numeric", maxlength: 7, class: "code" }),
      known.length
        ? select("place", say("device_page.admit.place"), [[NONE, say("device_page.admit.new")], ...known],
          (event) => act.admissions.turn({ replaces: event.target.value === NONE ? "" : event.target.value, fault: "", done: "" }))
        : null,
      replaces ? null : [
        field("id", say("device_page.admit.id"), { maxlength: 64, placeholder: "kios-1" }),
        field("name", say("device_page.admit.name"), { maxlength: 120 }),
        app.zones.length > 1
          ? select("zone", say("device_page.admit.zone"), [[NONE, say("device_page.everywhere")], ...app.zones.map(({ id, name }) => [id, name])])
          : null],
      h("div", { class: "said", role: "alert" }, fault ? h("p", { class: "fault" }, icon("warn"), fault) : null),
      h("p", { class: "done", role: "status" }, done),
      h("button", { type: "submit", class: "btn primary", "aria-disabled": busy ? "true" : null, "aria-busy": busy ? "true" : null },
        say("device_page.admit.go"))));
}

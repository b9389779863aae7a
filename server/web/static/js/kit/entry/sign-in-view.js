// The sign-in form of every page.
import { icon } from "../parts.js";
import { OTHERS, say } from "../say.js";
import { h } from "../vdom.js";

/** Show what is typed, or hide it again: nothing that the page has to know of. */
function showTyped({ currentTarget: button }) {
  const input = button.form.elements.password;
  input.type = input.type === "password" ? "text" : "password";
  button.setAttribute("aria-pressed", String(input.type === "text"));
}

function field(name, label, type, autocomplete, fault) {
  return h("div", { key: name, class: "field" },
    h("label", { for: name }, label),
    h("input", {
      id: name, name, type, autocomplete, autocapitalize: "none", spellcheck: "false", maxlength: type === "password" ? 256 : 64,
      "aria-invalid": fault ? "true" : null, "aria-describedby": fault ? `${name}-fault` : null,
    }),
    type === "password" ? h("button", { key: "show", type: "button", class: "shows", "aria-pressed": "false", onclick: showTyped },
      say("common.sign_in.show")) : null,
    fault ? h("p", { id: `${name}-fault`, class: "fault" }, icon("warn"), fault) : null);
}

/** Who came in by a one-time code makes a password that nobody else knows. */
const choosing = (entry, submit) => h("main", { key: "choosing", class: "entry" },
  h("p", { class: "brand" }, "Balai"),
  h("h1", {}, say("common.sign_in.choose_title")),
  h("p", { class: "hint" }, say("common.sign_in.choose_hint")),
  h("div", { class: "said", role: "alert" }, entry.message ? h("p", { class: `message ${entry.kind}` }, icon("warn"), h("span", {}, entry.message)) : null),
  h("form", { novalidate: true, onsubmit: submit },
    h("input", { key: "who", type: "text", name: "who", autocomplete: "username", value: entry.chooses.username, readonly: true, hidden: true }),
    field("password", say("common.sign_in.choose_new"), "password", "new-password", entry.faults.password),
    h("button", { type: "submit", class: "btn primary", "aria-disabled": entry.busy ? "true" : null, "aria-busy": entry.busy ? "true" : null },
      entry.busy ? say("common.sign_in.busy") : say("common.sign_in.choose_go"))));

/** The sign-in form. `entry` holds the faults of the last try. */
export function signInView(app, act, title = say("common.sign_in.title")) {
  const { entry } = app;
  const submit = (event) => {
    event.preventDefault();
    const form = event.target;
    if (!entry.busy) act.signIn(form.elements.username?.value.trim() ?? "", form.elements.password.value);
  };
  if (entry.chooses) return choosing(entry, submit);
  return h("main", { key: "sign-in", class: "entry" },
    h("p", { class: "brand" }, "Balai"),
    h("h1", {}, title),
    h("div", { class: "said", role: "alert" },
      entry.message ? h("p", { class: `message ${entry.kind}` }, icon("warn"), h("span", {}, entry.message)) : null),
    h("form", { novalidate: true, onsubmit: submit },
      field("username", say("common.sign_in.username"), "text", "username", entry.faults.username),
      field("password", say("common.sign_in.password"), "password", "current-password", entry.faults.password),
      h("button", { type: "submit", class: "btn primary", "aria-disabled": entry.busy ? "true" : null, "aria-busy": entry.busy ? "true" : null },
        entry.busy ? say("common.sign_in.busy") : say("common.sign_in.submit"))),
    h("p", { class: "languages" }, OTHERS.map(([code, name]) =>
      h("a", { key: code, href: `/language/${code}?page=${location.pathname.slice(1)}`, lang: code, hreflang: code }, name))));
}

// Before a desk: signing in, and choosing a counter.
import { badge, button, icon } from "./parts.js";
import { inHand, waitingFor } from "./state.js";
import { h } from "./vdom.js";
import { CHOOSE, LINK, SIGN_IN } from "./words.js";

function field(name, label, type, autocomplete, fault) {
  return h("div", { key: name, class: "field" },
    h("label", { for: name }, label),
    h("input", {
      id: name, name, type, autocomplete, autocapitalize: "none", spellcheck: "false", maxlength: type === "password" ? 256 : 64,
      "aria-invalid": fault ? "true" : null, "aria-describedby": fault ? `${name}-fault` : null,
    }),
    fault ? h("p", { id: `${name}-fault`, class: "fault" }, icon("warn"), fault) : null);
}

/** The sign-in form. `entry` holds the faults of the last try. */
export function signInView(app, act, title = SIGN_IN.title) {
  const { entry } = app;
  const submit = (event) => {
    event.preventDefault();
    const form = event.target;
    if (!entry.busy) act.signIn(form.elements.username.value.trim(), form.elements.password.value);
  };
  return h("main", { key: "sign-in", class: "entry" },
    h("p", { class: "brand" }, "Balai"),
    h("h1", {}, title),
    h("div", { class: "said", role: "alert" },
      entry.message ? h("p", { class: `message ${entry.kind}` }, icon("warn"), h("span", {}, entry.message)) : null),
    h("form", { novalidate: true, onsubmit: submit },
      field("username", SIGN_IN.username, "text", "username", entry.faults.username),
      field("password", SIGN_IN.password, "password", "current-password", entry.faults.password),
      h("button", { type: "submit", class: "btn primary", "aria-disabled": entry.busy ? "true" : null },
        entry.busy ? SIGN_IN.busy : SIGN_IN.submit)));
}

function card(app, act, counter) {
  const { state } = app;
  const agency = state.agencies[counter.agency_id];
  const free = counter.status === "closed";
  const names = counter.service_ids.map((id) => state.services[id]?.name).filter(Boolean);
  const off = !free || !app.link.up;
  return h("li", { key: counter.id },
    button(
      {
        className: "card", off, busy: app.busy?.what === `open:${counter.id}`,
        act: () => act.open(counter.id), "data-counter": counter.id,
      },
      agency ? badge(agency, "ink", "mid") : null,
      h("span", { class: "who" },
        h("b", {}, `Loket ${counter.number}`), h("span", {}, agency?.short_name ?? "")),
      h("span", { class: "what" }, names.join(", ")),
      h("span", { class: "how" },
        free ? CHOOSE.waiting(waitingFor(state, counter)) : [CHOOSE.taken, inHand(counter) ? `, ${inHand(counter).number}` : ""])));
}

/** The counters: free ones to open, taken ones shown as taken. */
export function chooseView(app, act) {
  const counters = Object.values(app.state.counters).sort((a, b) => a.number - b.number);
  return h("main", { key: "choose", class: "choose" },
    h("h1", {}, CHOOSE.title), h("p", { class: "hint" }, app.link.up ? CHOOSE.hint : LINK.waiting),
    h("ul", { class: "cards" }, counters.map((counter) => card(app, act, counter))));
}

/** While the first state has not come yet. */
export function waitingView(app) {
  return h("main", { key: "waiting", class: "choose" },
    h("h1", {}, app.link.up === false ? LINK.waiting : LINK.connecting),
    h("p", { class: "hint" }, LINK.byItself));
}


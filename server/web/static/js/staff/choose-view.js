// Choosing a counter.
import { badge, button, icon } from "../kit/parts.js";
import { h } from "../kit/vdom.js";
import { inHand, waitingFor } from "./state.js";
import { CHOOSE, LINK } from "./words.js";

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


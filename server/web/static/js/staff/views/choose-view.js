// Choosing a counter.
import { badge, button, icon } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { h } from "../../kit/vdom.js";
import { inHand, waitingFor, deskName } from "../../kit/visits/state.js";

const waiting = (count) => (count ? say("staff.choose.waiting", { count }) : say("staff.choose.nobody"));

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
        h("b", {}, say("staff.desk.counter", { counter: deskName(counter) })), h("span", {}, agency?.short_name ?? "")),
      h("span", { class: "what" }, names.join(", ")),
      h("span", { class: "how" },
        free ? waiting(waitingFor(state, counter)) : [say("staff.choose.taken"), inHand(counter) ? [", ", h("span", { class: "one" }, inHand(counter).number)] : ""])));
}

/** What is done about a counter whose holder is gone. */
function goneHint(app, counters) {
  if (!counters.some((one) => one.status !== "closed")) return null;
  return app.account.pages?.includes("day")
    ? h("p", { key: "gone", class: "hint" }, `${say("staff.choose.gone")} `, h("a", { class: "go-free", href: "/day" }, say("staff.choose.free")))
    : h("p", { key: "gone", class: "hint" }, `${say("staff.choose.gone")} `, say("staff.choose.ask"));
}

/** The counters: free ones to open, taken ones shown as taken. */
export function chooseView(app, act) {
  const counters = Object.values(app.state.counters).sort((a, b) => a.number - b.number);
  return h("main", { key: "choose", class: "choose" },
    h("h1", {}, say("staff.choose.title")), h("p", { class: "hint" }, app.link.up ? say("staff.choose.hint") : say("staff.link.waiting")),
    h("ul", { class: "cards" }, counters.map((counter) => card(app, act, counter))), goneHint(app, counters));
}

/** While the first state has not come yet. */
export function waitingView(app) {
  return h("main", { key: "waiting", class: "choose" },
    h("h1", {}, app.link.up === false ? say("staff.link.waiting") : say("staff.link.connecting")),
    h("p", { class: "hint" }, say("staff.link.by_itself")));
}


// The pane of those who wait.
import { tix } from "./parts.js";
import { queueOf } from "./state.js";
import { clockText } from "./time.js";
import { h } from "./vdom.js";
import { QUEUE, waitText } from "./words.js";

function tag(leg) {
  return leg.priority_class === "priority" ? h("span", { class: "tag" }, QUEUE.priority) : null;
}

function nextBox(state, leg, now) {
  return h("div", { class: "next" }, tix(leg.number),
    h("span", { class: "info" },
      h("b", {}, state.services[leg.service_id]?.name ?? ""), tag(leg), waitText(leg.arrived_at, now)));
}

function group({ service, legs, more }, now) {
  return h("section", { key: service.id, class: "group" },
    h("h3", {}, h("span", {}, service.name), h("span", {}, more ? QUEUE.more(legs.length) : legs.length)),
    h("ul", {}, legs.map((leg) =>
      h("li", { key: leg.leg_id }, tix(leg.number), tag(leg), h("span", {}, waitText(leg.arrived_at, now, true))))));
}

/** Who waits for this counter. Cut off, it stands still and says since when. */
export function queueView(app, counter) {
  const { state, link, now } = app;
  const { total, next, groups } = queueOf(state, counter);
  const stale = link.up ? null : QUEUE.asOf(clockText(link.since ?? now, state.hall.time_zone));
  const at = link.up ? now : (link.since ?? now);
  return h("aside", { key: "queue", class: `side${stale ? " stale" : ""}`, tabindex: "0", "aria-labelledby": "queue-title" },
    h("h2", { id: "queue-title" }, h("span", {}, stale ? QUEUE.staleTitle : QUEUE.title(counter.number)),
      h("span", {}, [QUEUE.people(total), stale].filter(Boolean).join(", "))),
    next ? nextBox(state, next, at) : h("p", { class: "none" }, QUEUE.none),
    groups.map((item) => group(item, at)));
}

// The way of a visitor through services that lead to each other, drawn: what comes first, this one, what follows.
import { mark, nameOf } from "../kit/hall/fields.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

// A circle is a fault of the draft; however deep it is, a drawing has an end.
const MOST = 12;

/** All that must come before a service, by how far ahead: the nearest last. */
export function before(services, id) {
  const levels = [];
  let now = services.find((one) => one.id === id)?.after ?? [];
  const seen = new Set([id]);
  while (now.length && levels.length < MOST) {
    const fresh = now.filter((one) => !seen.has(one));
    fresh.forEach((one) => seen.add(one));
    if (fresh.length) levels.unshift(fresh);
    now = [...new Set(fresh.flatMap((one) => services.find((other) => other.id === one)?.after ?? []))];
  }
  return levels;
}

/** The services that a service opens the way to. */
export const following = (services, id) => services.filter((one) => one.after?.includes(id)).map((one) => one.id);

function step(app, act, id, here) {
  const at = app.file.service.findIndex((one) => one.id === id);
  const service = app.file.service[at];
  if (!service) return h("li", { key: id }, h("span", { class: "place" }, icon("warn"), id));
  const agency = app.file.agency.find((one) => one.id === service.agency);
  const told = [mark(agency ?? {}), h("span", {}, h("b", {}, nameOf("service", service)), h("small", {}, agency?.short_name ?? ""))];
  return h("li", { key: id }, here ? h("span", { class: "place here", "aria-current": "step" }, told)
    : button({ key: "go", className: "place", act: () => act.show("service", app.rows.service[at]) }, told));
}

/** Nothing where the service stands by itself. */
export function journey(app, act, entry) {
  const levels = [...before(app.file.service, entry.id), [entry.id]];
  const after = following(app.file.service, entry.id);
  if (after.length) levels.push(after);
  if (levels.length === 1) return h("p", { key: "journey", class: "hint" }, say("agencies_page.no_journey"));
  return h("ol", { key: "journey", class: "journey", "aria-label": say("agencies_page.journey", { service: entry.name ?? "" }) },
    levels.map((ids) => h("li", { key: ids.join() }, h("ul", {}, ids.map((id) => step(app, act, id, id === entry.id))))));
}

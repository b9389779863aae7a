// How an agency or a service will look: on the kiosk, on paper, on a wall, and what is said.
import { badge, tix } from "../parts.js";
import { say } from "../say.js";
import { h } from "../vdom.js";
import { hearing } from "./hearing.js";
import { paper } from "./paper.js";

const number = (series) => `${series.letter || "?"}-${String(series.first_number ?? 1).padStart(3, "0")}`;
const seen = (agency) => ({ ...agency, letter: agency.letter || "?", short_name: agency.short_name || agency.name || "" });

function kiosk(agency, service) {
  return h("figure", { key: "kiosk" }, h("figcaption", {}, say("agencies_page.on_kiosk")), h("div", { class: "on-kiosk" }, badge(seen(agency), "ink", "low"),
    h("span", {}, h("b", {}, service?.name ?? (agency.name || "")), h("small", {}, service ? [service.name_en, service.fee].filter(Boolean).join(" · ") : agency.tagline ?? ""))));
}

function onPaper(app, act, agency, service) {
  const shown = service ?? app.file.service.find((one) => one.agency === agency.id);
  return shown ? h("figure", { key: "paper" }, h("figcaption", {}, say("agencies_page.on_paper")), paper(app, act, shown)) : null;
}

function spoken(app, act, agency, service) {
  return h("figure", { key: "spoken" }, h("figcaption", {}, say("agencies_page.spoken")),
    hearing(app, act, "call", service ? { service: service.id } : { agency: agency.id }));
}

function wall(app, agency, service) {
  const desk = app.file.counter.find((one) => (service ? one.services?.includes(service.id) : one.agency === agency.id));
  return h("figure", { key: "wall" }, h("figcaption", {}, say("agencies_page.on_wall")), h("div", { class: "on-wall" },
    h("b", {}, String(desk ? desk.label || desk.number : "–")), badge(seen(agency), "lit", "low"), h("span", {}, agency.short_name || agency.name || ""), tix(number(service?.letter ? service : agency))));
}

export const previews = (app, act, agency, service = null) =>
  h("aside", { key: "previews", class: "previews", "aria-label": say("agencies_page.previews") }, kiosk(agency, service), wall(app, agency, service),
    spoken(app, act, agency, service), onPaper(app, act, agency, service));

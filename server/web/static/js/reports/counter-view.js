// What a counter's times are made of: its days, and of one day each stretch with the event that began it.
import { button } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { clockText, dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { hours } from "./table-view.js";

const told = (one) => say("report_page.counter_day", Object.fromEntries(["open", "paused", "serving", "idle"].map((name) => [name, hours(one[name])])));

function day(act, sheet, one) {
  const alone = { first: one.day, last: one.day };
  const name = sheet.span.first === sheet.span.last ? h("b", {}, dayText(one.day))
    : button({ key: "open", className: "figure name", act: () => act.openCounter(sheet.counter, sheet.title, alone) }, dayText(one.day));
  return h("li", { key: one.day, class: "whole" }, h("div", {}, name, h("p", {}, told(one))));
}

function stretch(app, one) {
  const at = (moment) => clockText(Date.parse(moment), app.zone);
  return h("li", { key: String(one.seq), class: "whole" }, h("div", {}, h("b", {}, say("report_page.stretch", { from: at(one.begins), to: at(one.ends) })),
    h("p", {}, `${say(`report_page.doing.${one.doing}`)} · ${say("report_page.event", { seq: one.seq })}`)));
}

/** The body of the sheet. */
export function counterBody(app, act, sheet) {
  const { found, span } = sheet;
  if (!found) return h("p", { class: "hint", role: "status" }, say("report_page.asking"));
  if (!found.days.length) return h("p", { class: "hint", role: "status" }, say("report_page.counter_none"));
  const within = span !== app.span && app.span.first !== app.span.last;
  return [
    within ? button({ key: "back", className: "btn", act: () => act.openCounter(sheet.counter, sheet.title) }, say("report_page.counter_back")) : null,
    h("ul", { key: "days", class: "legs" }, found.days.map((one) => day(act, sheet, one)), found.stretches.map((one) => stretch(app, one))),
  ];
}
